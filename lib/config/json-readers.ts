// Checks JSON that whook wrote itself, where a start waits for it: a schema library is a tenth of the webhook's, a third of a command's.
import { reasonOf } from "../core/reason-of.ts";

/** Gives a value its type. @throws Error when it is something else. */
export type Read<T> = (value: unknown) => T;

type Fields<T> = { readonly [Key in keyof T]: Read<T[Key]> };

/** What a value must be. */
export const json = {
  text: isA("a text", (value): value is string => typeof value === "string"),
  flag: isA("true or false", (value): value is boolean => typeof value === "boolean"),
  integer: isA("a whole number", (value): value is number => Number.isSafeInteger(value)),
  hash: isA("a SHA-256", (value): value is string => typeof value === "string" && /^[0-9a-f]{64}$/.test(value)),

  oneOf<const T extends string>(allowed: readonly T[]): Read<T> {
    return isA(allowed.join(" or "), (value): value is T => allowed.some((one) => one === value));
  },

  listOf<T>(read: Read<T>): Read<readonly T[]> {
    const list = isA("a list", Array.isArray);
    return (value) => list(value).map(read);
  },

  /** An object's named fields, and no others: one whose value is undefined is left out. */
  record<Required, Optional>(
    required: Fields<Required>,
    optional: Fields<Optional>,
  ): Read<Required & { readonly [Key in keyof Optional]?: Optional[Key] }> {
    const object = isA("an object", (value): value is Readonly<Record<string, unknown>> => {
      return typeof value === "object" && value !== null && !Array.isArray(value);
    });
    return (value) => {
      const given = object(value);
      const there = Object.entries<Read<unknown>>(optional).filter(([key]) => given[key] !== undefined);
      const read = [...Object.entries<Read<unknown>>(required), ...there].map(([key, readField]) => {
        return [key, named(key, () => readField(given[key]))];
      });
      // Every field was read by the reader that its type comes from; `fromEntries` cannot know it.
      return Object.fromEntries(read) as Required & { readonly [Key in keyof Optional]?: Optional[Key] };
    };
  },
};

function isA<T>(what: string, is: (value: unknown) => value is T): Read<T> {
  return (value) => {
    if (!is(value)) throw new Error(`must be ${what}`);
    return value;
  };
}

function named<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${key} ${reasonOf(error)}`);
  }
}
