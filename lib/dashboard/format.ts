// How amounts, times and states look.
import { type Decimal, type DecimalString, decimal, formatDecimal, maxDecimal, ZERO } from "../core/decimal.ts";
import { isoTime, type UnixMs } from "../core/ids.ts";
import { shortPrice } from "../core/market/short-price.ts";
import { type Html, html } from "./html.ts";

const PLACES = 2;
/** Of an amount below one. */
const SMALL_DIGITS = 3;
/** The finest that any coin is told in. */
const MOST_PLACES = 8;

/** A time in UTC; the page's script shows the reader's own beside it. */
export function formatTime(at: UnixMs): Html {
  const iso = isoTime(at);
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

/** How amounts that stand together are written. */
export interface AmountFormat {
  /** Signed and in its tone; the whole number is in its title. */
  amount(amount: DecimalString, coin?: string): Html;
  /** `1,234.50`. */
  plain(amount: DecimalString): string;
}

/**
 * Amounts of one coin in one column or beside each other, all with as many decimals: two, and where the largest is below one so many
 * that three of its digits show, at most eight. What would be a zero then, and is none, keeps its first digit.
 */
export function formatAlike(amounts: Iterable<DecimalString | undefined>): AmountFormat {
  const places = placesFor([...amounts].filter((amount) => amount !== undefined).map(decimal));
  const plain = (amount: DecimalString) => written(decimal(amount), places);
  return {
    plain,
    amount(amount, coin) {
      const value = decimal(amount);
      const tone = value.gt(ZERO) ? "gain" : value.lt(ZERO) ? "loss" : "even";
      const unit = coin !== undefined && html` <small>${coin}</small>`;
      return html`<span class="${tone}" title="${amount}">${value.gt(ZERO) && "+"}${plain(amount)}${unit}</span>`;
    },
  };
}

/** One amount that stands alone, as {@link AmountFormat.amount}. */
export function amountOf(amount: DecimalString, coin?: string): Html {
  return formatAlike([amount]).amount(amount, coin);
}

/** One amount that stands alone, as {@link AmountFormat.plain}. */
export function plain(amount: DecimalString): string {
  return formatAlike([amount]).plain(amount);
}

/** A factor or another number that is no amount: two decimals always, and what is not zero never looks so. */
export function ratioOf(ratio: DecimalString): string {
  return written(decimal(ratio), PLACES);
}

/** A price as people read it; a longer one stands in the title. */
export function priceOf(price: DecimalString): Html | string {
  const shown = shortPrice(price);
  return shown === formatDecimal(decimal(price)) ? shown : html`<span title="${price}">${shown}</span>`;
}

function placesFor(amounts: readonly Decimal[]): number {
  const largest = amounts.reduce((most, amount) => maxDecimal(most, amount.abs()), ZERO);
  if (largest.eq(ZERO) || largest.gte("1")) return PLACES;
  const given = Math.max(...amounts.map((amount) => amount.c.length - 1 - amount.e));
  return Math.max(PLACES, Math.min(SMALL_DIGITS - 1 - largest.e, given, MOST_PLACES));
}

function written(value: Decimal, places: number): string {
  const isLost = !value.eq(ZERO) && value.round(places, 1).eq(ZERO);
  const shown = isLost ? -value.e : places;
  const [whole = "", rest = ""] = value.round(shown, 1).toFixed(shown).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${rest}`.replace("-", "−");
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
