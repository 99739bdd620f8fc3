// What storing an entry of a file in a stack has in common, whatever the file.

/** A parameter holds at most this many bytes without extra cost: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_BYTES = 4_096;

/** `keys`: names of the fields that are others now. */
export type PushOutcome =
  | { readonly kind: "added" }
  | { readonly kind: "changed"; readonly keys: readonly string[] }
  | { readonly kind: "unchanged" };

/** @throws Error when one parameter cannot hold the text. */
export function assertFits({
  what,
  text,
  remedy,
}: {
  readonly what: string;
  readonly text: string;
  readonly remedy: string;
}): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) throw new Error(`${what} is ${bytes} bytes long, ${MAX_BYTES} are allowed: ${remedy}`);
}

/** The fields that are others now. @param before - the entry as it is stored. */
export function changedKeys(before: string, after: Readonly<Record<string, unknown>>): readonly string[] {
  const old = fieldsOf(before);
  const keys = new Set([...Object.keys(old), ...Object.keys(after)]);
  return [...keys].filter((key) => JSON.stringify(old[key]) !== JSON.stringify(after[key]));
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    // Not written by whook: every field is another one. The parser's message would quote a secret.
    return {};
  }
}
