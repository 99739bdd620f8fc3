import * as z from "zod/mini";

const schema = z.array(z.string().check(z.regex(/^[0-9a-f]{64}$/)));

/** @param text - the parameter as `StackToken` wrote it; undefined: there is none yet. @throws Error when it is something else. */
export function decodeTokenHashes(text: string | undefined): readonly string[] {
  return text === undefined ? [] : schema.parse(JSON.parse(text));
}
