// Identifiers. An alert's id is a lower-case ULID (26 characters, sorts by time). An order's id is its alert's id and
// its ordinal in three base-36 digits, so it sorts by time and by place in the alert. A client order id is the order's
// id, the step in one digit and the submission in two: 32 characters of a-z and 0-9, which every venue accepts
// (OKX and CoinEx stop at 32; OKX takes letters and digits only).

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type UnixMs = Brand<number, "UnixMs">;
/** Names an alert. Sorts by when it came. */
export type AlertId = Brand<string, "AlertId">;
/** Names an order: its alert's id and its place in it. Sorts by when it came. */
export type OrderId = Brand<string, "OrderId">;
/** What the venue knows a submission by: made by {@link clientOrderIdOf}, or a limit order's own name. */
export type ClientOrderId = Brand<string, "ClientOrderId">;

const ALERT_ID = /^[0-9a-hjkmnp-tv-z]{26}$/;
const ORDER_ID = /^[0-9a-hjkmnp-tv-z]{26}[0-9a-z]{3}$/;
const BASE = 36;

/** The most orders one alert can name: three base-36 digits. 64 KiB of text holds far fewer. */
export const MAX_ORDERS_PER_ALERT = BASE ** 3;
/** An order of many parts has more steps than one digit tells apart: the submissions' digits are shared by so many rounds of them. */
const STEP_ROUNDS = 5;
/** The most steps of one order that ids can tell apart. The deadline ends an order long before. */
export const MAX_STEPS = STEP_ROUNDS * BASE;
/** The most submissions of one step that ids can tell apart. The deadline ends an order long before. */
export const MAX_SUBMISSIONS = Math.floor(BASE ** 2 / STEP_ROUNDS);

export function unixMs(value: number): UnixMs {
  if (!Number.isSafeInteger(value)) throw new Error(`not a time in whole milliseconds: ${value}`);
  return value as UnixMs;
}

/** `time` as ISO 8601 in UTC with milliseconds. */
export function isoTime(time: UnixMs): string {
  return new Date(time).toISOString();
}

/** @param ulid - a ULID in either case. @throws Error when it is not one. */
export function alertId(ulid: string): AlertId {
  const id = ulid.toLowerCase();
  if (!ALERT_ID.test(id)) throw new Error(`not an alert id: ${ulid}`);
  return id as AlertId;
}

/** @param ordinal - the order's place among the alert's order lines, from 0. */
export function orderIdOf(alert: AlertId, ordinal: number): OrderId {
  if (ordinal >= MAX_ORDERS_PER_ALERT)
    throw new Error(`order ${ordinal} of one alert: at most ${MAX_ORDERS_PER_ALERT}`);
  return `${alert}${ordinal.toString(BASE).padStart(3, "0")}` as OrderId;
}

/** The order id written in `text`, or undefined when it is not one. */
export function findOrderId(text: string): OrderId | undefined {
  const id = text.trim().toLowerCase();
  return ORDER_ID.test(id) ? (id as OrderId) : undefined;
}

const ULID_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
const ULID_TIME_LENGTH = 10;

/** The first ten characters of every id made at `time`: ids of alerts and orders sort by it. */
export function timePrefix(time: UnixMs): string {
  let rest: number = time;
  let prefix = "";
  for (let place = 0; place < ULID_TIME_LENGTH; place++) {
    prefix = ULID_DIGITS.charAt(rest % 32) + prefix;
    rest = Math.floor(rest / 32);
  }
  return prefix;
}

/** When the alert or order of this id was received. */
export function timeOf(id: AlertId | OrderId): UnixMs {
  let time = 0;
  for (const digit of id.slice(0, ULID_TIME_LENGTH)) time = time * 32 + ULID_DIGITS.indexOf(digit);
  return unixMs(time);
}

/** The id a venue is given for one submission of one step: the same inputs always make the same id. */
export function clientOrderIdOf(order: OrderId, step: number, submission: number): ClientOrderId {
  if (step >= MAX_STEPS) throw new Error(`step ${step} of one order: at most ${MAX_STEPS}`);
  if (submission >= MAX_SUBMISSIONS)
    throw new Error(`submission ${submission} of one step: at most ${MAX_SUBMISSIONS}`);
  const place = Math.floor(step / BASE) * MAX_SUBMISSIONS + submission;
  return `${order}${(step % BASE).toString(BASE)}${place.toString(BASE).padStart(2, "0")}` as ClientOrderId;
}
