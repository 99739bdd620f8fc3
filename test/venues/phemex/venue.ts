import { Refused } from "../refused.ts";
import type { Params } from "../routes.ts";
import type { AccountSetup } from "../simulated-account.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";
import { required } from "./phemex-answers.ts";

export type PhemexVenue = SimulatedVenue<SimulatedMarket>;

export function createVenue(accounts: readonly AccountSetup[]): PhemexVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: ["USDT", "USDC", "BTC", "ETH", "USD"],
    accounts,
    fees: { taker: "0.0006", maker: "0.0001" },
    unknownMarket: () => new Refused("11027", "TE_SYMBOL_INVALID"),
  });
}

/** The market a request names, if it is one of the API asked. @throws Refused */
export function marketOf(venue: PhemexVenue, params: Params, api: "perpetual" | "contract"): SimulatedMarket {
  const market = venue.market(required(params, "symbol"));
  if ((market.underlying === undefined) !== (api === "perpetual")) throw new Refused("11027", "TE_SYMBOL_INVALID");
  return market;
}
