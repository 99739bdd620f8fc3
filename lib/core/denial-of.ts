// What sizing and guards deny: each code with the numbers that it takes, and its words. A number that is missing does not compile.
import { type DecimalInput, decimal, formatDecimal } from "./decimal.ts";
import type { FailureCode, OrderFailure } from "./failure.ts";
import { type GuardBook, tellSwitch } from "./guard/guard-book.ts";

/** Why nothing is sent, in words with the numbers. */
export type Denial = Pick<OrderFailure, "code" | "message">;

type Figures<Name extends string> = Readonly<Record<Name, DecimalInput>>;
type Texts<Name extends string> = Readonly<Record<Name, string>>;
type Switched = Pick<GuardBook, "switch" | "switchedAt">;
type TooLarge = Figures<"contracts" | "largest"> &
  ({ readonly kind: "limit" } | ({ readonly kind: "market" } & Texts<"orders">));

const WORDS = {
  AT_REQUIRED: ({ signal }: { readonly signal: "missing" | "ahead" }) => {
    const what = signal === "missing" ? "the line has no at:" : "the line's at: lies ahead";
    return `${what}; REQUIRE_AT is true: write at:{{timenow}}`;
  },
  BELOW_MINIMUM_AMOUNT: ({ contracts, minimum }: Figures<"contracts" | "minimum">) =>
    `${formatDecimal(contracts)} contracts; the market's minimum is ${formatDecimal(minimum)}`,
  BELOW_MINIMUM_NOTIONAL: ({ contracts, notional, minimum }: Figures<"contracts" | "notional" | "minimum">) =>
    `${formatDecimal(contracts)} contracts are worth ${cut(notional, 8)}; the market's minimum is ${formatDecimal(minimum)}`,
  CLOSE_ONLY: switched,
  LEVERAGE_REFUSED: ({ leverage, inForce }: { readonly leverage: number; readonly inForce: string }) =>
    `the exchange does not set the leverage to ${leverage}: ${inForce}; cancel the symbol's open orders or set it on the exchange`,
  MAX_DAILY_LOSS_EXCEEDED: (of: Texts<"lost" | "date" | "equity" | "most" | "timezone">) =>
    `${of.lost} USD were lost since the first order of ${of.date}, when the equity was ${of.equity}; ` +
    `MAX_DAILY_LOSS_USD is ${of.most}: the account is close-only until that day ends in ${of.timezone}; resume ends it`,
  MAX_OPEN_POSITIONS_EXCEEDED: ({ open, most }: { readonly open: readonly string[]; readonly most: number }) =>
    `${open.length} other positions are open or being opened (${open.join(", ")}); MAX_OPEN_POSITIONS is ${most}`,
  MAX_ORDERS_PER_MINUTE_EXCEEDED: ({ openings, most }: { readonly openings: number; readonly most: number }) =>
    `${openings} orders that open were sent within the last 60 s; MAX_ORDERS_PER_MINUTE is ${most}`,
  MAX_POSITION_EXCEEDED: ({ notional, most }: Figures<"notional" | "most">) =>
    `the position would be worth ${cut(notional, 8)}; MAX_POSITION_USD is ${formatDecimal(most)}`,
  MAX_TOTAL_EXCEEDED: ({ total, notional, most }: Figures<"total" | "notional"> & Texts<"most">) =>
    `all positions would be worth ${cut(total, 2)}, this one ${cut(notional, 2)}; MAX_TOTAL_USD is ${most}`,
  PAUSED: switched,
  ROUNDS_TO_ZERO: ({ step }: Figures<"step">) =>
    `the size rounds to zero contracts, the market's step is ${formatDecimal(step)}`,
  SIZE_ABOVE_MAXIMUM: (of: TooLarge) => {
    const [asked, largest] = [cut(of.contracts, 8), cut(of.largest, 8)];
    return of.kind === "limit"
      ? `a limit order of ${asked} contracts; the largest the exchange takes is ${largest}`
      : `${asked} contracts are more than ${of.orders} orders; the largest market order here is ${largest}`;
  },
  SIZE_IMPLAUSIBLE: ({ needs, times, meant }: Texts<"needs" | "meant"> & Figures<"times">) =>
    `${needs}; MAX_OVERSIZE is ${formatDecimal(times)} times it; ${meant}`,
} as const satisfies Partial<Record<FailureCode, (context: never) => string>>;

type DeniedCode = keyof typeof WORDS;
type Context<Code extends DeniedCode> = Parameters<(typeof WORDS)[Code]>[0];

// The same table, in the form in which a code and its context are seen to belong together.
const TABLE: { readonly [Code in DeniedCode]: (context: Context<Code>) => string } = WORDS;

/**
 * The denial of that code, in its words.
 * @example
 * denialOf("MAX_ORDERS_PER_MINUTE_EXCEEDED", { openings: 3, most: 3 }).message;
 */
export function denialOf<Code extends DeniedCode>(code: Code, context: Context<Code>): Denial {
  return { code, message: TABLE[code](context) };
}

function switched(book: Switched): string {
  return `the account is ${tellSwitch(book)}; resume ends it`;
}

/** Towards zero, so that nothing is told as larger than it is. */
function cut(value: DecimalInput, places: number): string {
  return formatDecimal(decimal(value).round(places, 0));
}
