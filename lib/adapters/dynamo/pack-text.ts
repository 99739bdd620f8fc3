// Text that only programs read, made small: an item is paid for by its size, on every write and every month.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { PACKING_DICTIONARY } from "./packing-dictionary.ts";

const dictionary = Buffer.from(PACKING_DICTIONARY);

/** @returns what `unpackText` makes the text of again. */
export function packText(text: string): Uint8Array {
  return deflateRawSync(text, { level: 9, dictionary });
}

/** @throws Error when `packText` did not make it. */
export function unpackText(packed: Uint8Array): string {
  return inflateRawSync(packed, { dictionary }).toString("utf8");
}
