// Characters that people cannot tell apart, or cannot see (docs/design.md#the-alert-grammar).

const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
/** Full-width forms stand in the order of ASCII: https://www.unicode.org/charts/PDF/UFF00.pdf */
const FULL_WIDTH_OFFSET = 0xfee0;
const INVISIBLE = /\p{Cf}/gu;

/** `text` with full-width letters, digits and signs as ASCII. Every character keeps its place. */
export function foldFullWidth(text: string): string {
  return text.replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - FULL_WIDTH_OFFSET));
}

/** `text` for people, with what nobody sees written out: U+200B. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (char) => `U+${codePointOf(char).toString(16).toUpperCase().padStart(4, "0")}`);
}

function codePointOf(char: string): number {
  const [high = 0, low = 0] = [char.charCodeAt(0), char.charCodeAt(1)];
  return char.length === 1 ? high : (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
}
