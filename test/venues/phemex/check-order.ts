// What Phemex checks of a new order before anything else, in both of its APIs. Source:
// https://phemex-docs.github.io/#place-order-http-post-3 and #place-order-http-post, and its list of codes.
import { middleOf, settingsOf } from "../../../lib/adapters/paper/margin.ts";
import type { EngineRequest } from "../../../lib/adapters/paper/matching-engine.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../lib/core/decimal.ts";
import { entryValueOf } from "../../../lib/core/market/entry-value.ts";
import { Refused } from "../refused.ts";
import type { Params } from "../routes.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";
import { type SimulatedMarket, unscaledPrice } from "./markets.ts";
import { required } from "./phemex-answers.ts";
import type { PhemexVenue } from "./venue.ts";

type PhemexAccount = SimulatedAccount<AccountSetup>;
const LONGEST_CLIENT_ID = 40;
const PRICE_BAND = decimal("0.5");

/** How each API names and writes what an order asks for. */
const WORDS = {
  perpetual: { quantity: "orderQtyRq", price: "priceRp", priceOf: findDecimal },
  contract: { quantity: "orderQty", price: "priceEp", priceOf: unscaledPrice },
} as const;

/** The order the parameters ask for. @throws Refused with the code of the first rule it breaks. */
export function checkOrder(
  venue: PhemexVenue,
  account: PhemexAccount,
  { market, params }: { readonly market: SimulatedMarket; readonly params: Params },
): EngineRequest {
  const words = WORDS[market.underlying === undefined ? "perpetual" : "contract"];
  const { symbol } = market.instrument;
  if (market.status !== "Listed") throw new Refused("11027", "TE_SYMBOL_INVALID");
  const side = required(params, "side");
  const type = params.ordType ?? "Limit";
  if (side !== "Buy" && side !== "Sell") throw new Refused("11034", "TE_SIDE_INVALID");
  if (type !== "Market" && type !== "Limit") throw new Refused("11035", "TE_ORD_TYPE_INVALID");
  const clientOrderId = checkClientId(account, params.clOrdID);
  const contracts = checkQuantity(required(params, words.quantity), market);
  const price = type === "Limit" ? words.priceOf(required(params, words.price)) : undefined;
  const limitPrice = type === "Limit" ? checkPrice(venue, market, price) : undefined;
  const reduceOnly = params.reduceOnly === "true";
  if (!reduceOnly) checkRiskLimit(venue, account, { market, signed: side === "Buy" ? contracts : contracts.neg() });
  return {
    symbol,
    side: side === "Buy" ? "buy" : "sell",
    orderType: type === "Market" ? "market" : "limit",
    contracts: contracts.toFixed(),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    reduceOnly,
    // No code is documented for it (https://phemex-docs.github.io/#more-error-codes): canceled, as
    // https://phemex.com/help-center/type-of-orders-on-phemex tells of post-only orders.
    ...(params.timeInForce === "PostOnly" ? { postOnly: true } : {}),
    clientOrderId,
  };
}

function checkClientId(account: PhemexAccount, id: string | undefined): string {
  if (id === undefined || id === "") throw new Refused("10500", "Missing required parameter");
  if (id.length > LONGEST_CLIENT_ID) throw new Refused("30000", "Please double check input arguments");
  if ([...account.orders.values()].some((order) => order.clientOrderId === id && order.status === "open")) {
    throw new Refused("11085", "TE_CL_ORD_ID_DUPLICATE");
  }
  return id;
}

function checkQuantity(text: string, { instrument }: SimulatedMarket): Decimal {
  const quantity = findDecimal(text);
  const { contractStep, maxContracts, minContracts = "0" } = instrument;
  if (quantity === undefined) throw new Refused("30000", "Please double check input arguments");
  if (quantity.lte(ZERO) || quantity.lt(minContracts)) throw new Refused("11058", "TE_QTY_TOO_SMALL");
  if (maxContracts !== undefined && quantity.gt(maxContracts)) throw new Refused("11056", "TE_QTY_TOO_LARGE");
  if (!floorToStep(quantity, decimal(contractStep)).eq(quantity)) {
    throw new Refused("30000", "Please double check input arguments");
  }
  return quantity;
}

function checkPrice(venue: PhemexVenue, { instrument }: SimulatedMarket, price: Decimal | undefined): string {
  if (price === undefined || !floorToStep(price, decimal(instrument.priceTick)).eq(price)) {
    throw new Refused("30000", "Please double check input arguments");
  }
  const middle = middleOf(venue.book(instrument.symbol));
  if (price.lte(middle.minus(middle.times(PRICE_BAND)))) throw new Refused("11055", "TE_PRICE_TOO_SMALL");
  if (price.gte(middle.plus(middle.times(PRICE_BAND)))) throw new Refused("11053", "TE_PRICE_TOO_LARGE");
  return price.toFixed();
}

/** The more leverage, the less may be held: half of what the first level allows above half of the most leverage. */
function checkRiskLimit(
  venue: PhemexVenue,
  account: PhemexAccount,
  { market, signed }: { readonly market: SimulatedMarket; readonly signed: Decimal },
): void {
  const { symbol, settle, contractSize, maxLeverage = 1 } = market.instrument;
  const state = account.state(settle);
  const limit = decimal(market.riskLimit).div(settingsOf(state, symbol).leverage > maxLeverage / 2 ? "2" : "1");
  const after = signed.plus(state.positions[symbol]?.contracts ?? "0").abs();
  const value = entryValueOf(after, middleOf(venue.book(symbol)), market.instrument).times(contractSize);
  if (value.gt(limit)) throw new Refused("11081", "TE_RISK_LIMIT_EXCEEDS");
}
