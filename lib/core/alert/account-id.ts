import { foldSymbol } from "../market/symbol.ts";
import { err, ok, type Result } from "../result.ts";
import { foldFullWidth } from "./characters.ts";
import { readWord } from "./classify.ts";

const INVISIBLE = /\p{Cf}/gu;

/** The same for two ids that people cannot tell apart: of another case, in full-width characters, with some that nobody sees. */
export function lookOf(id: string): string {
  return foldFullWidth(id).replace(INVISIBLE, "").toLowerCase();
}

/**
 * Whether `written` can be an ACCOUNT_ID: a word that alerts can name without meaning something else.
 * @returns a warning when it looks like a symbol; or why it is refused.
 */
export function checkAccountId(written: string): Result<{ readonly warning?: string }, string> {
  const id = foldFullWidth(written);
  if (id === "") return err("is empty");
  if (/\p{White_Space}/u.test(id)) return err("has white space: alerts are split there");
  if (/^\p{Cf}|\p{Cf}$/u.test(id))
    return err("begins or ends with a character that nobody sees, which alerts drop: write it anew");
  if (id.startsWith("//")) return err("begins like a comment");
  if (id.includes("{{")) return err("holds {{, which alerts refuse");
  if (/^\d+$/.test(id)) return err("is all digits: it would read as a quantity");
  const reading = readWord(id);
  if (reading !== undefined) return err(`reads as a ${reading.kind} in an alert`);
  if (foldSymbol(id, "USDT").ok)
    return ok({ warning: "looks like a symbol: alerts that mean the symbol name the account" });
  return ok({});
}
