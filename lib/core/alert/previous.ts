// `prev:` names the target before this alert's: docs/design.md#alerts-of-one-bar-in-the-wrong-order.
import { decimal, formatDecimal } from "../decimal.ts";
import { UNSIGNED_NUMBER, writtenOut } from "./number.ts";
import type { Classified } from "./part.ts";

const PREFIX = "prev:";
const DIRECTED = /^(long|short|flat)(?::(.*))?$/;
const NUMBER = new RegExp(`^[+-]?${UNSIGNED_NUMBER}$`);

/** What a `prev:` word says, or undefined when it is none. One that cannot be read refuses nothing. @param word - in lower case. */
export function readPrevious(word: string): Classified | undefined {
  if (!word.startsWith(PREFIX)) return undefined;
  if (word.includes("{{")) return leftOut("TradingView did not fill the placeholder in");
  const [, direction, amount] = DIRECTED.exec(word.slice(PREFIX.length)) ?? [];
  if (direction === "flat") return { kind: "prev", prev: "0", isSize: false };
  const written = direction === undefined ? word.slice(PREFIX.length) : (amount ?? "");
  const value = NUMBER.test(written) ? writtenOut(written) : undefined;
  if (value === undefined) return leftOut("it is no target");
  if (direction === undefined) return { kind: "prev", prev: value, isSize: decimal(value).gt("0") };
  if (decimal(value).lt("0")) {
    const message = `beside ${direction} a size has no minus: write ${PREFIX}${direction}:${value.slice(1)}`;
    return { kind: "prev", code: "SIGN_NOT_ALLOWED", message };
  }
  const signed = direction === "short" ? decimal(value).neg() : decimal(value);
  return { kind: "prev", prev: formatDecimal(signed), isSize: false };
}

function leftOut(why: string): Classified {
  const how =
    "write prev:{{strategy.prev_market_position}}:{{strategy.prev_market_position_size}} in a strategy's alert";
  return { kind: "prev", note: { code: "PREV_INVALID", message: `left out, ${why}: ${how}` } };
}
