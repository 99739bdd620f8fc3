// Reads the keys of an entry that people write: each says in its own words what it may hold. No schema library: `npm start`
// reads accounts before it listens, and a sixth of its start-up was that.
import { findDecimal, formatDecimal } from "../core/decimal.ts";
import { err, ok, type Result } from "../core/result.ts";

/** Reads one key; one that is not there is undefined. */
export type ReadKey<T> = (value: unknown) => Result<T, string>;

/** What an entry holds whose keys are read so. */
export type KeysOf<Readers extends Readonly<Record<string, ReadKey<unknown>>>> = {
  readonly [Key in keyof Readers]: Readers[Key] extends ReadKey<infer T> ? T : never;
};

/** A text. @param take - what it says; undefined: it may not hold that. */
export function textKey<T>(problem: string, take: (text: string) => T | undefined): ReadKey<T> {
  return (value) => taken(problem, typeof value === "string" ? take(value) : undefined);
}

/** A number as people write it in JSON: bare or quoted. */
export function numberKey<T>(problem: string, take: (text: string) => T | undefined): ReadKey<T> {
  return (value) => {
    const isNumber = typeof value === "string" || typeof value === "number";
    return taken(problem, isNumber ? take(String(value).trim()) : undefined);
  };
}

/** A number above 0. */
export function amountKey(name: string): ReadKey<string> {
  return numberKey(`${name} is a number above 0`, (text) =>
    findDecimal(text)?.gt("0") ? formatDecimal(text) : undefined,
  );
}

/** A whole number above 0. */
export function countKey(name: string, mostDigits: number): ReadKey<number> {
  return numberKey(`${name} is a whole number above 0`, (text) =>
    /^[1-9]\d*$/.test(text) && text.length <= mostDigits ? Number.parseInt(text, 10) : undefined,
  );
}

/** A key that may be left out. */
export function optionalKey<T>(read: ReadKey<T>): ReadKey<T | undefined> {
  return (value) => (value === undefined ? ok(undefined) : read(value));
}

/** A key that may be left out, and what it is then. */
export function keyOr<T>(otherwise: T, read: ReadKey<T>): ReadKey<T> {
  return (value) => (value === undefined ? ok(otherwise) : read(value));
}

/** Every key of an entry. @returns what is wrong with each, when anything is. */
export function readKeys<Readers extends Readonly<Record<string, ReadKey<unknown>>>>(
  readers: Readers,
  entry: Readonly<Record<string, unknown>>,
): Result<KeysOf<Readers>, readonly string[]> {
  const read = Object.entries(readers).map(([key, readKey]) => ({ key, result: readKey(entry[key]) }));
  const problems = read.flatMap(({ result }) => (result.ok ? [] : [result.error]));
  if (problems.length > 0) return err(problems);
  // Every key was read by the reader that its type comes from; `fromEntries` cannot know it.
  return ok(Object.fromEntries(read.map(({ key, result }) => [key, result.ok && result.value])) as KeysOf<Readers>);
}

function taken<T>(problem: string, value: T | undefined): Result<T, string> {
  return value === undefined ? err(problem) : ok(value);
}
