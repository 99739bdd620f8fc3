/** The fields that are there: a key without a value is left out, where an optional one must be absent. */
type Defined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

/** `fields` without the keys whose value is undefined. */
export function defined<T extends object>(fields: T): Defined<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // The filter is what the type says; `fromEntries` cannot know it.
  return Object.fromEntries(entries) as Defined<T>;
}
