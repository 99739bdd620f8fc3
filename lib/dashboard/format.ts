// How amounts, times and states look.
import { type DecimalString, decimal } from "../core/decimal.ts";
import { isoTime, type UnixMs } from "../core/ids.ts";
import { type Html, html } from "./html.ts";

/** A time in UTC; the page's script shows the reader's own beside it. */
export function formatTime(at: UnixMs): Html {
  const iso = isoTime(at);
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

/** An amount of a coin, signed, with two decimals, more where it is small; the whole number is in its title. */
export function amountOf(amount: DecimalString, coin?: string): Html {
  const value = decimal(amount);
  const tone = value.gt("0") ? "gain" : value.lt("0") ? "loss" : "even";
  const unit = coin !== undefined && html` <small>${coin}</small>`;
  return html`<span class="${tone}" title="${amount}">${signed(amount)}${unit}</span>`;
}

/** `+1,234.50`: a sign, thousands apart. */
function signed(amount: DecimalString): string {
  const value = decimal(amount);
  return `${value.gt("0") ? "+" : ""}${plain(amount)}`;
}

/** `1,234.50`; amounts below one keep up to eight decimals. */
export function plain(amount: DecimalString): string {
  const value = decimal(amount);
  const isSmall = !value.eq("0") && value.abs().lt("1");
  const text = isSmall ? trimmed(value.round(8, 1).toFixed(8)) : value.round(2, 1).toFixed(2);
  const [whole = "", rest] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (rest === undefined ? grouped : `${grouped}.${rest}`).replace("-", "−");
}

/** A share from 0 to 1 as a percentage with one decimal. */
export function percentOf(share: DecimalString): string {
  return `${decimal(share).times("100").round(1, 1).toFixed(1)} %`;
}

/** `1 order`, `2,000 orders`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ",")} ${count === 1 ? one : many}`;
}

/** Market without what all of one account share. */
export function marketName(symbol: string): string {
  return symbol.split(":")[0] ?? symbol;
}

function trimmed(text: string): string {
  return text.replace(/0+$/, "").replace(/\.$/, "");
}
