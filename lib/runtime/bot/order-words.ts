// Typed orders as the lines they stand for: one grammar reads both, so that they mean the same.
import { formatValue } from "../../core/alert/written-value.ts";
import { WhookError } from "./whook-error.ts";

/** A number, as text where a float would not do. */
export type Amount = string | number;

/** How much: one of these. */
export type Size =
  /** Of the base coin. */
  | { readonly base: Amount }
  /** Of the quote coin, as margin unless `basis` says otherwise. */
  | { readonly quote: Amount }
  | { readonly contracts: Amount }
  /** Of the total balance, as margin; of the position, on `close`. */
  | { readonly percent: Amount };

/** What any order may carry. */
export interface OrderOptions {
  /** The same key is never traded twice within 24 hours. */
  readonly id?: string;
  /** Names the strategy. */
  readonly tag?: string;
  /** The price the signal was made at: the record says how far from it the order was filled. */
  readonly price?: Amount;
  /** Ends the waiting, not the order: it is on record, and goes on. */
  readonly signal?: AbortSignal;
}

/** Of an order that trades. */
export type TradeOptions = Size &
  OrderOptions & {
    readonly leverage?: number;
    readonly basis?: "nominal" | "collateral";
    /** Never opens or grows a position. */
    readonly reduceOnly?: boolean;
  };

/** Of buy and sell. */
export type BuyOptions = TradeOptions & {
  /** A limit order, under a name of your own. */
  readonly limit?: { readonly id: string; readonly price: Amount };
};

/** Of close: without a size, all of it. */
export type CloseOptions = OrderOptions & (Size | { readonly base?: never });

const UNITS = { base: "", quote: "$", contracts: "@", percent: "%" } as const;

/** The words behind account and symbol. @throws WhookError when no line can say it. */
export function orderWords(command: string, options: Partial<BuyOptions> = {}): string {
  const { leverage, basis, reduceOnly, limit, id, tag, price } = options;
  const words = [
    command,
    ...sizeWords(options),
    ...(leverage === undefined ? [] : [`x${leverage}`]),
    ...(basis === undefined ? [] : [basis]),
    ...(reduceOnly === true ? ["reduce"] : []),
    ...(limit === undefined ? [] : [`limit:${limit.id}:${limit.price}`]),
    ...(price === undefined ? [] : [`price:${price}`]),
  ];
  const named = [id === undefined ? "" : formatValue("id", id), tag === undefined ? "" : formatValue("tag", tag)];
  if (words.some((word) => /\s|^$/.test(word)) || named.some((word) => /[\r\n]/.test(word)))
    throw new WhookError("ORDER_INVALID", `"${words.join(" ")}": white space where none can be`);
  return [...words, ...named.filter((word) => word !== "")].join(" ");
}

function sizeWords(options: object): readonly string[] {
  const given = Object.entries(UNITS).filter(([unit]) => Object.hasOwn(options, unit));
  if (given.length > 1)
    throw new WhookError("ORDER_INVALID", "an order has one size: base, quote, contracts or percent");
  return given.flatMap(([unit, sign]) => {
    const amount: unknown = Reflect.get(options, unit);
    return amount === undefined ? [] : [`${String(amount)}${sign}`];
  });
}
