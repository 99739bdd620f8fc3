// A fill that was judged by the position, once the venue tells of the order: size, price and fee are the report's, in the
// record, the totals and the story; the books have waited for them.
import { decimal, formatDecimal, ZERO } from "../decimal.ts";
import type { UnixMs } from "../ids.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { totalsOf } from "./fills.ts";
import type { Followed } from "./followed.ts";
import { replaceOpen, withoutOpen } from "./open-orders.ts";
import type { EndCode, EndStatus, OpenOrder, OrderEvent, OrderExecution, OrderRecord } from "./order-record.ts";
import { fullCode, plannedContracts } from "./planned.ts";
import { fillOf } from "./record-fill.ts";
import { untoldOf } from "./untold.ts";

/** How an order ended, once all of it is known. */
export interface End {
  readonly status: EndStatus;
  readonly code: EndCode;
  readonly reason: string;
}

interface Report {
  readonly open: OpenOrder;
  readonly seen: VenueOrder;
  readonly now: UnixMs;
  /** What the position showed. */
  readonly judged: OrderExecution;
}

/** What was judged of the open order; undefined when nothing was. */
export function judgedOf({ state }: Pick<OrderRecord, "state">, { submission }: OpenOrder): OrderExecution | undefined {
  return state.executions.find(
    ({ clientOrderId, inferred }) => inferred === true && clientOrderId === submission.clientOrderId,
  );
}

/** @returns undefined while the venue still fills the order: what was judged stands until it is done. */
export function correctJudged(record: OrderRecord, report: Report): Followed | undefined {
  const { open, seen, now } = report;
  const { missingSince, ...known } = open;
  if (seen.status === "open") {
    if (missingSince === undefined) return undefined;
    return { state: replaceOpen(record.state, open, known), newEvents: [] };
  }
  const state = withoutOpen(withReport(record, report), open);
  const { clientOrderId } = open.submission;
  const { contracts, averagePrice } = fillOf(open.submission, seen);
  const corrected: OrderEvent = {
    at: now,
    kind: "filled",
    clientOrderId,
    contracts,
    ...(averagePrice === undefined ? {} : { averagePrice }),
    corrects: report.judged.contracts,
  };
  // Another of the order's is still to be reported: only then its end is known.
  if (state.open.length > 0) return { state, newEvents: [corrected] };
  const end = endOf(state, seen);
  if (end.status === state.status && end.code === state.code)
    return { state: { ...state, ...end }, newEvents: [corrected] };
  return { state: { ...state, ...end, endedAt: now }, newEvents: [corrected, { at: now, kind: "ended", ...end }] };
}

function withReport({ state }: OrderRecord, report: Report): OrderRecord["state"] {
  const { open, seen, now, judged } = report;
  const { clientOrderId, positionBefore, venueOrderId, step } = open.submission;
  const fill = fillOf(open.submission, seen);
  const untold = untoldOf({ ...open.submission, venueOrderId: seen.venueOrderId }, fill, now);
  const reported: readonly OrderExecution[] = decimal(fill.contracts).lte(ZERO)
    ? []
    : [{ clientOrderId, positionBefore, ...fill, ...untold }];
  const executions = state.executions.flatMap((execution) => (execution === judged ? reported : [execution]));
  // Without the venue's id only what the position showed counted as sent.
  const sent =
    venueOrderId === undefined ? decimal(state.sent).minus(judged.contracts).plus(step.contracts) : state.sent;
  return {
    ...state,
    executions,
    fills: totalsOf(executions, state.work?.instrument),
    sent: formatDecimal(sent),
    filledAt: now,
  };
}

/** The end of an order of market orders, by what it filled in all. */
export function endOf(state: OrderRecord["state"], { status }: Pick<VenueOrder, "status">): End {
  const filled = decimal(state.fills.contracts);
  const planned = plannedContracts(state);
  if (filled.gte(planned))
    return { status: "filled", code: fullCode(state), reason: `${state.fills.contracts} contracts filled` };
  const part = `${state.fills.contracts} of ${formatDecimal(planned)} contracts filled`;
  if (state.status === "filled" && filled.gt(ZERO)) return { status: "filled", code: "PARTLY_FILLED", reason: part };
  if (status === "rejected" && filled.eq(ZERO))
    return { status, code: "VENUE_REJECTED", reason: `the venue took it, then rejected it; ${part}` };
  return { status: "expired", code: "DEADLINE_EXCEEDED", reason: part };
}
