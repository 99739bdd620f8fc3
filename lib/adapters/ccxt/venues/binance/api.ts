// What Binance's two futures APIs say in ways of their own: USDⓈ-M (binance-usd-m.ts) and COIN-M (binance-coin-m.ts). Each
// knows its own markets and wallet; keys, rules for ids, and the position mode are one for both.

import { decimal, formatDecimal } from "../../../../core/decimal.ts";
import type { VenueTraits } from "../../../../core/market/venue-table.ts";
import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { Balances } from "../../ccxt.ts";
import { jsonOf, rowsOf } from "../../json-reply.ts";
import type { AccountQuestion, VenueClient, VenueFunds, VenueSettings } from "../../venue-module.ts";
import { leverageOf } from "../../venue-values.ts";

/** What Binance keeps of a symbol. */
export type BinanceSettings = Pick<VenueSettings, "leverage" | "marginMode">;

/** Where USDⓈ-M and COIN-M differ. */
export interface BinanceApi {
  readonly limits: VenueClient["limits"];
  /** What of the venue's row does not hold over this API. */
  readonly traits?: VenueTraits;
  /** What positions are read from, and what is known from them. */
  readonly positions: Pick<VenueClient, "readPositions" | "settingsIn" | "readAllSettings">;
  /** Every symbol with its steps of leverage, as Binance tells them. */
  readBrackets(): Promise<unknown>;
  /** The best bid and ask of the venue's symbol, as Binance tells them. */
  readTicker(venueSymbol: string): Promise<unknown>;
  /** The wallet of each coin, as Binance tells it. */
  readAccount(): Promise<unknown>;
  /** @default what ccxt's `fetchBalance` gives */
  readBalance?(): Promise<Balances>;
  fundsOf: VenueClient["fundsOf"];
  /** Whether the account is in hedge mode. @default what ccxt's `fetchPositionMode` gives */
  readPositionMode?(): Promise<unknown>;
  /** @default those that the API lists for one order */
  readonly fetchFills?: NonNullable<VenueClient["fetchFills"]>;
  /** Everything that changed the wallets, as Binance tells it. @default nobody asks: portfolio margin has wallets beyond this API's */
  readIncome?(asked: Readonly<Record<string, number>>): Promise<unknown>;
  /** What is set for the venue's symbol, where its position does not tell it. */
  readSymbolSettings?(venueSymbol: string): Promise<BinanceSettings>;
  /** Whether the account may trade there, and whether its margin suits the mode it wants. */
  checkTrading(asked: AccountQuestion): Promise<readonly AccountFinding[]>;
}

/** Leverage and margin mode in a row about a symbol, wherever it stands. */
export function symbolSettings({ leverage, marginType }: Readonly<Record<string, unknown>>): BinanceSettings {
  const isIsolated = String(marginType).toUpperCase() === "ISOLATED";
  return {
    ...leverageOf(leverage),
    ...(marginType === undefined ? {} : { marginMode: isIsolated ? "isolated" : "cross" }),
  };
}

/** @param market - as Binance calls it, such as "COIN-M" */
export function tradingFinding(canTrade: unknown, market: string): AccountFinding {
  if (canTrade !== false) return { level: "ok", message: "the account may trade futures" };
  return {
    level: "problem",
    message: "the account may not trade futures",
    advice: `open a ${market} futures account on Binance, or lift its restriction`,
  };
}

/** The coin's own wallet. Straight from the answer: ccxt leaves out coins that were never touched, and its `total` is a different field per endpoint. */
export function walletFunds({ info }: Balances, settle: string): VenueFunds {
  const { assets } = jsonOf(info);
  if (!Array.isArray(assets)) throw new Error("the venue's balance lists no assets");
  const asset = rowsOf(assets).find((row) => row.asset === settle);
  return asset === undefined ? { equity: "0", free: "0" } : fundsIn(asset.marginBalance, asset.availableBalance);
}

export function fundsIn(equity: unknown, free: unknown): VenueFunds {
  return { equity: formatDecimal(decimal(String(equity))), free: formatDecimal(decimal(String(free))) };
}
