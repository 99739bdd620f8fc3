// What Kraken checks of a new order before anything else. Source: the page "Send order" of https://docs.kraken.com and the
// list of statuses in ccxt's krakenfutures.js (parseOrderStatus).
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import type { EngineRequest } from "../../../lib/adapters/paper/matching-engine.ts";
import type { Book } from "../../../lib/adapters/paper/venue-state.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../lib/core/decimal.ts";
import { notionalOf } from "../../../lib/core/order/size.ts";
import type { Params } from "../routes.ts";
import { wouldTake } from "../would-take.ts";
import type { KrakenAccount } from "./kraken-account.ts";
import { KrakenOrderRefusal, required } from "./kraken-error.ts";
import type { SimulatedMarket } from "./markets.ts";
import type { KrakenVenue } from "./venue.ts";

const LONGEST_CLIENT_ID = 100;
/** A limit price that crosses the book by more is a slip of the finger. */
const COLLAR = decimal("0.1");
/** In one order: https://support.kraken.com/hc/en-us/articles/derivatives-trading-interface-error-messages */
const MOST_DOLLARS = "20000000";

/** The order the parameters ask for. @throws KrakenError with the status of the first rule it breaks. */
export function checkOrder(venue: KrakenVenue, account: KrakenAccount, params: Params): EngineRequest {
  const market = venue.market(required(params, "symbol"));
  const symbol = market.instrument.venueSymbol;
  const orderType = typeOf(required(params, "orderType"));
  const side = required(params, "side");
  if (side !== "buy" && side !== "sell") throw new KrakenOrderRefusal("invalidSide");
  if (!market.isTradeable) throw new KrakenOrderRefusal("marketInactive");
  const clientOrderId = checkClientOrderId(account, params.cliOrdId);
  const contracts = checkSize(venue, required(params, "size"), market);
  const limitPrice = orderType === "limit" ? checkPrice(params, side, market, venue) : undefined;
  if (params.orderType === "post" && limitPrice !== undefined) checkMaker(venue.book(symbol), side, limitPrice);
  const reduceOnly = params.reduceOnly === "true";
  if (!reduceOnly) checkMaxPosition(account, { market, side, contracts });
  return {
    symbol,
    side,
    orderType,
    contracts: contracts.toFixed(),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    reduceOnly,
    clientOrderId,
  };
}

function typeOf(text: string): "market" | "limit" {
  if (text === "mkt") return "market";
  if (text === "lmt" || text === "post") return "limit";
  throw new KrakenOrderRefusal("invalidOrderType");
}

/** "the post-only order would be filled upon placement, thus is cancelled": the same page. */
function checkMaker(book: Book, side: "buy" | "sell", price: string): void {
  if (wouldTake(book, side, price)) throw new KrakenOrderRefusal("postWouldExecute");
}

function checkClientOrderId({ orders }: KrakenAccount, id = ""): string {
  if (id.length > LONGEST_CLIENT_ID) throw new KrakenOrderRefusal("clientOrderIdTooLong");
  const isTaken = id !== "" && [...orders.values()].some((order) => order.clientOrderId === id);
  if (isTaken) throw new KrakenOrderRefusal("clientOrderIdAlreadyExist");
  return id;
}

function checkSize(venue: KrakenVenue, text: string, { instrument }: SimulatedMarket): Decimal {
  const size = findDecimal(text);
  if (size === undefined || size.lte(ZERO)) throw new KrakenOrderRefusal("invalidSize");
  if (!floorToStep(size, decimal(instrument.contractStep)).eq(size)) throw new KrakenOrderRefusal("invalidSize");
  const price = middleOf(venue.book(instrument.venueSymbol));
  if (notionalOf(size, { market: instrument, price }).gt(MOST_DOLLARS)) throw new KrakenOrderRefusal("invalidSize");
  return size;
}

function checkPrice(params: Params, side: "buy" | "sell", { instrument }: SimulatedMarket, venue: KrakenVenue): string {
  const price = findDecimal(params.limitPrice);
  if (price === undefined || price.lte(ZERO)) throw new KrakenOrderRefusal("invalidPrice");
  if (!floorToStep(price, decimal(instrument.priceTick)).eq(price)) throw new KrakenOrderRefusal("invalidPrice");
  const away = price.div(middleOf(venue.book(instrument.venueSymbol))).minus("1");
  if (side === "buy" ? away.gt(COLLAR) : away.lt(COLLAR.neg())) throw new KrakenOrderRefusal("outsidePriceCollar");
  return price.toFixed();
}

function checkMaxPosition(
  account: KrakenAccount,
  order: { readonly market: SimulatedMarket; readonly side: "buy" | "sell"; readonly contracts: Decimal },
): void {
  const { instrument, maxPosition } = order.market;
  const held = account.state(instrument.settle).positions[instrument.venueSymbol]?.contracts ?? "0";
  const after = (order.side === "buy" ? order.contracts : order.contracts.neg()).plus(held).abs();
  if (after.gt(String(maxPosition))) throw new KrakenOrderRefusal("maxPositionViolation");
}
