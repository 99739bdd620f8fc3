import { Refused } from "../refused.ts";
import type { Params } from "../routes.ts";
import type { AccountSetup } from "../simulated-account.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";
import { type ReportShape, required } from "./phemex-answers.ts";

/** What differs between one simulated Phemex and the next. */
export interface PhemexWays {
  /** The shape of every report; absent: `data.rows`, and a bare list as `data` where the documents say so of the contract API. */
  readonly reportShape?: ReportShape;
  /** Counts requests and refuses those above the capacity of their group. @default false */
  readonly limitsRequests?: boolean;
}

export type PhemexVenue = SimulatedVenue<SimulatedMarket> & PhemexWays;

export function createVenue(accounts: readonly AccountSetup[], ways: PhemexWays = {}): PhemexVenue {
  const venue = new SimulatedVenue<SimulatedMarket>({
    markets: createMarkets(),
    settles: ["USDT", "USDC", "BTC", "ETH", "USD"],
    accounts,
    fees: { taker: "0.0006", maker: "0.0001" },
    unknownMarket: () => new Refused("11027", "TE_SYMBOL_INVALID"),
  });
  return Object.assign(venue, ways);
}

/** The market a request names, if it is one of the API asked. @throws Refused */
export function marketOf(venue: PhemexVenue, params: Params, api: "perpetual" | "contract"): SimulatedMarket {
  const market = venue.market(required(params, "symbol"));
  if ((market.underlying === undefined) !== (api === "perpetual")) throw new Refused("11027", "TE_SYMBOL_INVALID");
  return market;
}
