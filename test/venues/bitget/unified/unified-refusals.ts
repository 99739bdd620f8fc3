// Refusals that several routes of the v3 API share. Codes: https://github.com/JKorf/Bitget.Net, Bitget.Net/BitgetErrors.cs.
import type { Refused } from "../../refused.ts";
import type { Params } from "../../routes.ts";
import type { BitgetAccount } from "../bitget-account.ts";
import { refuse, required } from "../bitget-refusals.ts";
import { PRODUCT_TYPES, type SimulatedMarket } from "../markets.ts";
import type { BitgetVenue } from "../venue.ts";

/** A key of one type of account under the other's API: https://github.com/enarjord/passivbot/pull/601, https://github.com/ccxt/ccxt/issues/26838 */
export function wrongType({ setup }: BitgetAccount, path: string): Refused | undefined {
  const isUnified = setup.isUnified === true;
  if (path.startsWith("/api/v3/") === isUnified) return undefined;
  return isUnified
    ? refuse("40085", "You are in Unified Account mode, and the Classic Account API is not supported at this time")
    : refuse("40084", "You are in Classic Account mode, and the Unified Account API is not supported at this time");
}

export function categoryOf(params: Params): string {
  const category = required(params, "category");
  if (!PRODUCT_TYPES.includes(category)) throw refuse("25200", "Parameter verification failed category");
  return category;
}

/** The market named, of the category named. @throws Refused */
export function instrumentOf(venue: BitgetVenue, params: Params): SimulatedMarket {
  const category = categoryOf(params);
  const market = venue.markets.get(required(params, "symbol"));
  if (market === undefined || market.productType !== category) throw refuse("25100", "The symbol does not exist");
  return market;
}
