// Orders and fills: https://www.okx.com/docs-v5/en/#order-book-trading-trade

import { settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { changeMarginMode, setLeverage } from "../../../lib/adapters/paper/matching-engine.ts";
import type { EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import type { SimulatedRequest } from "../venue-server.ts";
import { sequenceOf, venueId } from "../whole-number.ts";
import { type CheckedOrder, checkOrder } from "./check-order.ts";
import { leverageOf, type OkxAccount } from "./okx-account.ts";
import { OkxOrderError, required } from "./okx-refusals.ts";
import { acknowledgement, envelope, fillRow, orderRow } from "./shapes.ts";
import type { OkxVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;

const LARGEST_PAGE = 100;
const LARGEST_BATCH = 20;

export const ORDER_ROUTES: SignedRoutes<OkxVenue, OkxAccount> = {
  "POST /api/v5/trade/order": (venue, account, params) => {
    const checked = checkOrder(venue, account, params);
    enterMode(venue, account, checked);
    const placed = venue.place(account, checked.request);
    if (!placed.ok) throw refusalOf(placed.error);
    const { clientOrderId, venueOrderId } = placed.value;
    return [
      acknowledgement({ clOrdId: clientOrderId, ordId: venueId(venueOrderId), sCode: "0", sMsg: "Order placed" }),
    ];
  },
  "GET /api/v5/trade/order": (venue, account, params) => {
    const order = findOrder(venue, account, params);
    if (order === undefined || !venue.isVisible(order)) throw new Refused("51603", "Order does not exist");
    return [rowOf(venue, account, order)];
  },
  "POST /api/v5/trade/cancel-order": (venue, account, params) => [cancelOne(venue, account, params)],
  "POST /api/v5/trade/cancel-batch-orders": (venue, account, _params, request) => cancelBatch(venue, account, request),
  "GET /api/v5/trade/orders-pending": (venue, account, params) =>
    pageOf(account.openOrders(params.instId), params, (order) => venueId(order.venueOrderId)).map((order) =>
      rowOf(venue, account, order),
    ),
  "GET /api/v5/trade/fills": (venue, account, params) => {
    const asked = params.ordId === undefined ? undefined : sequenceOf(params.ordId);
    const fills = account.fills
      .filter(({ symbol }) => params.instId === undefined || symbol === params.instId)
      .filter(({ venueOrderId }) => asked === undefined || venueOrderId === asked);
    return pageOf(fills, params, ({ fillId }) => venueId(fillId)).map((fill) => {
      const clOrdId = account.orders.get(fill.venueOrderId)?.clientOrderId ?? "";
      return fillRow(fill, venue.market(fill.symbol).instrument.settle, clOrdId);
    });
  },
};

/** Newest first; `after` asks for what is older than the row of that id. */
function pageOf<Row>(rows: readonly Row[], { after, limit }: Params, idOf: (row: Row) => string): readonly Row[] {
  const size = Math.min(Number(limit ?? LARGEST_PAGE), LARGEST_PAGE);
  const older = rows.filter((row) => after === undefined || BigInt(idOf(row)) < BigInt(after));
  return older.toReversed().slice(0, size);
}

/** From flat, the order's mode and its leverage are those of the position it opens. */
function enterMode(venue: OkxVenue, account: OkxAccount, { request, mode }: CheckedOrder): void {
  const { symbol } = request;
  const { settle } = venue.market(symbol).instrument;
  const state = account.state(settle);
  if (state.positions[symbol] !== undefined || account.openOrders(symbol).length > 0) {
    if (settingsOf(state, symbol).marginMode === mode) return;
    throw new Error("the simulator holds one position of an instrument, in one margin mode");
  }
  const entered = changeMarginMode(state, symbol, mode);
  if (!entered.ok) throw new Error(entered.error.kind);
  const levered = setLeverage(entered.value, symbol, leverageOf(account, symbol, mode), venue.context(account, symbol));
  if (!levered.ok) throw new Error(levered.error.kind);
  account.states.set(settle, levered.value);
}

function findOrder(venue: OkxVenue, account: OkxAccount, params: Params): EngineOrder | undefined {
  const { venueSymbol } = venue.market(required(params, "instId")).instrument;
  if (params.ordId !== undefined) return account.orders.get(sequenceOf(params.ordId));
  if (params.clOrdId === undefined) throw new Refused("51003", "Either client order ID or order ID is required.");
  return account.findByClientId(venueSymbol, params.clOrdId);
}

function rowOf(venue: OkxVenue, account: OkxAccount, order: EngineOrder): unknown {
  const { settle } = venue.market(order.symbol).instrument;
  return orderRow(order, settingsOf(account.state(settle), order.symbol).marginMode, settle);
}

function cancelOne(venue: OkxVenue, account: OkxAccount, params: Params): Record<string, string> {
  const order = findOrder(venue, account, params);
  if (order?.status !== "open" || venue.cancel(account, order) === undefined) {
    throw new OkxOrderError(
      "51400",
      "Order cancellation failed as the order has been filled, canceled or does not exist.",
    );
  }
  return acknowledgement({
    clOrdId: order.clientOrderId,
    ordId: venueId(order.venueOrderId),
    sCode: "0",
    sMsg: "",
  });
}

/** Each row has its own outcome; the envelope's code says whether all, none or some were cancelled. */
function cancelBatch(venue: OkxVenue, account: OkxAccount, { body }: SimulatedRequest): unknown {
  const asked = JSON.parse(body) as readonly Params[];
  if (asked.length > LARGEST_BATCH) {
    throw new Refused("51111", `Maximum ${LARGEST_BATCH} orders can be placed in bulk.`);
  }
  const rows = asked.map((params) => {
    try {
      return cancelOne(venue, account, params);
    } catch (error) {
      if (!(error instanceof OkxOrderError)) throw error;
      return acknowledgement({
        clOrdId: "",
        ordId: params.ordId ?? "",
        sCode: String(error.code),
        sMsg: error.message,
      });
    }
  });
  const failed = rows.filter(({ sCode }) => sCode !== "0").length;
  if (failed === 0) return rows;
  const refusal =
    failed === rows.length
      ? { code: "1", msg: "All operations failed" }
      : { code: "2", msg: "Bulk operation partially succeeded." };
  return envelope(rows, refusal);
}

function refusalOf(refusal: EngineRefusal): Refused {
  switch (refusal.kind) {
    case "insufficient-margin":
      return new OkxOrderError("51008", "Order failed. Insufficient USDT margin in account");
    case "nothing-to-reduce":
      return new OkxOrderError(
        "51169",
        "Order failed because you don't have any positions in this direction for this contract to reduce or close.",
      );
    default:
      return new OkxOrderError("51000", `Parameter error: ${refusal.kind}`);
  }
}
