// What both of Phemex's contract APIs share: the account's currency, the venue's clock, lists that come in three ways. Phemex
// answers for one currency at a time, and each API knows its own currencies only (phemex-perpetuals.ts, phemex-contracts.ts).

import CcxtPhemex from "../../../../../node_modules/ccxt/js/src/phemex.js";
import type { UnixMs } from "../../../../core/ids.ts";
import type { MarginMode } from "../../../../core/market/modes.ts";
import type { VenueTraits } from "../../../../core/market/venue-table.ts";
import type { Balances, Order } from "../../ccxt.ts";
import { jsonOf } from "../../json-reply.ts";
import type { ClientConfig, VenueFunds, VenuePrices } from "../../venue-module.ts";

/** A page of fills, of those since a time: without one Phemex looks two days back. */
export interface FillsRequest {
  readonly symbol: string | undefined;
  readonly start?: UnixMs;
  readonly offset: number;
  readonly limit: number;
}

/** What an order is asked for by. */
export type PhemexOrderName = { readonly clOrdID: string } | { readonly orderID: string };

/** One of Phemex's two contract APIs. */
export abstract class PhemexClient extends CcxtPhemex {
  protected readonly settleCoin: string;
  /** Fields of a raw market that requests need later. */
  abstract readonly marketInfo: readonly string[];
  /** Where this API differs from the venue's row. */
  abstract readonly traits: VenueTraits;

  constructor({ settle, marginMode: _perSymbol, ...keys }: ClientConfig & { readonly settle: string }) {
    super({ ...keys, options: { defaultType: "swap" } });
    this.settleCoin = settle;
  }

  /** Wallet and positions of the currency, as Phemex tells them. */
  abstract readAccount(): Promise<unknown>;
  /** The ticker has no bid and ask, so the book is asked. */
  abstract readPrices(symbol: string): Promise<VenuePrices>;
  /** The wallet is without unrealised profit, so the positions beside it are reckoned at their mark prices. */
  abstract fundsOf(balance: Balances): VenueFunds;
  /** The latest order of our id in the reports, or undefined. */
  /** By the venue's id or ours. */
  abstract findOrder(symbol: string, named: PhemexOrderName): Promise<Order | undefined>;
  /** Rows of one page of what the symbol filled, as the API tells them. */
  abstract readFills(request: FillsRequest): Promise<unknown>;
  /** Size and price of the order that a fill belongs to. */
  abstract orderInFill(row: Readonly<Record<string, unknown>>): { readonly size: unknown; readonly price: unknown };
  abstract setOneWayMode(symbol: string): Promise<unknown>;
  /** The leverage with the margin mode in it, as the API takes both: above zero is isolated. */
  abstract signedLeverage(leverage: number, marginMode: MarginMode): number;

  /** Raw: what it comes to is `fundsOf`'s business. */
  override async fetchBalance(): Promise<Balances> {
    return { info: await this.readAccount() } as unknown as Balances;
  }

  /** https://phemex-docs.github.io/#query-server-time, unknown to ccxt. */
  override async fetchTime(): Promise<number | undefined> {
    return this.safeInteger(jsonOf(await this.request("public/time", "v2")).data, "serverTime");
  }

  /** What requests expire by: the venue's clock, once the difference was read. Times, no amounts. */
  override seconds = (): number => Math.floor((this.milliseconds() - Number(this.options.timeDifference ?? 0)) / 1_000);
}

/**
 * The list in an answer: it comes bare, as `data` or as `data.rows`. The documents print the first, the second is how the
 * contract API gives orders (https://phemex-docs.github.io/#query-user-order-by-order-id-or-client-order-id), and clients that
 * trade read the third, of orders and fills alike: hummingbot/hummingbot, phemex_perpetual_derivative.py; cstone-io/phemex-py,
 * usdm_rest/endpoints.py; nils2525/Phemex.Net, PhemexRestClientFuturesApi.cs.
 * @throws Error when the answer has none: it says nothing then.
 */
export function reportRowsOf(answer: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(answer)) return listOf(answer);
  const { data } = jsonOf(answer);
  return listOf(Array.isArray(data) ? data : jsonOf(data).rows);
}

/** @throws Error when `value` is no list: it says nothing then. */
export function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) throw new Error("the venue's answer has no list");
  return value.map(jsonOf);
}

/** By when they were placed: times, no amounts. */
export function latestOf(orders: readonly Order[]): Order | undefined {
  return orders.toSorted((a, b) => Number(b.timestamp) - Number(a.timestamp))[0];
}
