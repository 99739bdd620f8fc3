import { stripVTControlCharacters } from "node:util";

const NARROW = /^[\x20-\x7e]*$/;
const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u;

/**
 * Columns of a terminal that a text takes: colours take none, a letter with its marks one, an emoji or a letter of East Asia two
 * (https://www.unicode.org/reports/tr11).
 */
export function textWidth(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (NARROW.test(plain)) return plain.length;
  return [...new Intl.Segmenter().segment(plain)].reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);
}
