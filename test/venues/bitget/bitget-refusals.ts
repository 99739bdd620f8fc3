// Refusals that several routes share, as Bitget words them: https://www.bitget.com/api-doc/contract/error-code/restapi
import { Refused, requiredOr } from "../refused.ts";
import type { Params } from "../routes.ts";
import { PRODUCT_TYPES, type SimulatedMarket } from "./markets.ts";
import type { BitgetVenue } from "./venue.ts";

/** Bitget refuses with HTTP 400. */
export function refuse(code: string, message: string, status = 400): Refused {
  return new Refused(code, message, status);
}

/** The parameter's text. @throws Refused when it is missing. */
export const required = requiredOr((name) => refuse("40019", `Parameter ${name} cannot be empty`));

export function productTypeOf(params: Params): string {
  const productType = required(params, "productType").toUpperCase();
  if (!PRODUCT_TYPES.includes(productType)) throw refuse("40020", "Parameter productType error");
  return productType;
}

/** The market named, of the product type named. @throws Refused */
export function marketOf(venue: BitgetVenue, params: Params): SimulatedMarket {
  const productType = productTypeOf(params);
  const market = venue.market(required(params, "symbol"));
  if (market.productType !== productType) throw refuse("40034", "Parameter symbol does not exist");
  return market;
}

/** As `marketOf`, for requests that name the margin coin too. */
export function marginMarketOf(venue: BitgetVenue, params: Params): SimulatedMarket {
  const market = marketOf(venue, params);
  if (required(params, "marginCoin") !== market.instrument.settle) throw refuse("40020", "Parameter marginCoin error");
  return market;
}
