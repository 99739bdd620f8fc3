import type { VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import { type BinanceAccount, type BinanceSetup, collateralOf } from "./binance-account.ts";
import { refuse, required } from "./binance-refusals.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

export type BinanceVenue = SimulatedVenue<SimulatedMarket, BinanceSetup>;
/** What paths begin with: "fapi" is USDⓈ-M, "dapi" is COIN-M. Each knows its own markets and wallets only. */
export type Api = "fapi" | "dapi";

const USD_M_SETTLES: readonly string[] = ["USDT", "USDC"];

export function createVenue(accounts: readonly BinanceSetup[]): BinanceVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: [...USD_M_SETTLES, "BTC", "ETH"],
    accounts,
    fees: { taker: "0.0005", maker: "0.0002" },
    unknownMarket: () => refuse(-1121, "Invalid symbol."),
    collateralOf,
  });
}

export function apiOf(settle: string): Api {
  return USD_M_SETTLES.includes(settle) ? "fapi" : "dapi";
}

/** The market a request names. @throws Refused when it is none of the API's */
export function marketOf(venue: BinanceVenue, params: Readonly<Record<string, string>>, api: Api): SimulatedMarket {
  const market = venue.market(required(params, "symbol"));
  if (apiOf(market.instrument.settle) !== api) throw refuse(-1121, "Invalid symbol.");
  return market;
}

/** The market a request names, or all of the API's. @throws Refused */
export function marketsOf(
  venue: BinanceVenue,
  params: Readonly<Record<string, string>>,
  api: Api,
): readonly SimulatedMarket[] {
  if (params.symbol !== undefined) return [marketOf(venue, params, api)];
  return [...venue.markets.values()].filter(({ instrument }) => apiOf(instrument.settle) === api);
}

/** The account's wallets of the API. */
export function statesOf(account: BinanceAccount, api: Api): readonly VenueState[] {
  return [...account.states.values()].filter(({ settle }) => apiOf(settle) === api);
}
