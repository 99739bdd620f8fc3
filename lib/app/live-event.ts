// What happens, as it goes on record: for the lines of a running whook, for who watches it, and for bots.
import { isEnded, type OrderEvent, type OrderRecord } from "../core/execution/order-record.ts";
import { isoTime } from "../core/ids.ts";
import { tellStory } from "../core/trade/tell-story.ts";
import { type Trade, tradeOf } from "../core/trade/trade.ts";
import { counted } from "../core/words.ts";
import type { AlertRecord } from "../ports/ledger.ts";

/** Something that was just written. */
export type DataChange =
  | { readonly kind: "alert"; readonly alert: AlertRecord }
  | { readonly kind: "order"; readonly order: OrderRecord; readonly events: readonly OrderEvent[] };

const ALERT_KINDS = ["alert", "bad-line", "warning"] as const;
const STORY_KINDS = [
  "attempt",
  "plan",
  "setting",
  "sending",
  "taken",
  "refused",
  "unknown",
  "looking",
  "fill",
  "told",
  "smaller",
  "unread",
  "waiting",
  "note",
] as const;
const END_KINDS = ["filled", "placed", "cancelled", "done", "rejected", "expired"] as const;
/** Every kind of event. */
export const LIVE_KINDS = [...ALERT_KINDS, ...STORY_KINDS, ...END_KINDS] as const;
/**
 * An alert came (`alert`), one of its lines could not be used (`bad-line`) or is worth a word (`warning`); an order is worked on
 * (`attempt` to `note`), and ended (`filled` to `expired`, as its status says).
 */
export type LiveKind = (typeof LIVE_KINDS)[number];

/** One thing that happened. */
export interface LiveEvent {
  /** ISO, UTC, with milliseconds. */
  readonly at: string;
  readonly kind: LiveKind;
  readonly alertId: string;
  /** A sentence for people. */
  readonly text: string;
  /** Of the alert, 1-based. */
  readonly line?: number;
  /** Why a line was refused. */
  readonly code?: string;
  readonly orderId?: string;
  readonly account?: string;
  readonly symbol?: string;
  /** The order as it stands, when it ended, or when something of it changed afterwards. */
  readonly trade?: Trade;
}

/** Kinds of a story that have no row here are notes. */
const KIND_OF: Readonly<Partial<Record<OrderEvent["kind"], LiveKind>>> = {
  attempt: "attempt",
  planned: "plan",
  setting: "setting",
  "setting-failed": "setting",
  intent: "sending",
  accepted: "taken",
  refused: "refused",
  "outcome-unknown": "unknown",
  "not-found": "looking",
  filled: "fill",
  told: "told",
  shrunk: "smaller",
  "read-failed": "unread",
  waiting: "waiting",
};

/** What a change tells, in order. */
export function liveEvents(change: DataChange): readonly LiveEvent[] {
  return change.kind === "alert" ? alertEvents(change.alert) : orderEvents(change.order, change.events);
}

function alertEvents({ alertId, receivedAt, accepted, rejected, unlisted = 0, warnings }: AlertRecord): LiveEvent[] {
  const at = isoTime(receivedAt);
  const bad = rejected.length + unlisted;
  const orders = accepted.map(({ account, symbol }) => `${account} ${symbol}`).join(", ");
  const parts = [
    ...(accepted.length > 0 ? [`${counted(accepted.length, "order")}: ${orders}`] : []),
    ...(bad > 0 ? [`${counted(bad, "line")} refused`] : []),
  ];
  return [
    { at, kind: "alert", alertId, text: parts.join("; ") },
    ...rejected.map(({ line, code, message }) => ({
      at,
      kind: "bad-line" as const,
      alertId,
      line,
      code,
      text: message,
    })),
    ...warnings.map(({ line, code, message }) => ({
      at,
      kind: "warning" as const,
      alertId,
      line,
      code,
      text: message,
    })),
  ];
}

function orderEvents(order: OrderRecord, events: readonly OrderEvent[]): LiveEvent[] {
  const { alertId, orderId, account, symbol, line } = order;
  const story = tellStory({ ...order, events });
  return events.flatMap((event, index): LiveEvent[] => {
    if (event.kind === "received") return [];
    const kind = event.kind === "ended" ? event.status : (KIND_OF[event.kind] ?? "note");
    const trade = isEnded(order.state) && index === events.length - 1 ? { trade: tradeOf(order) } : {};
    const text = event.kind === "ended" ? endOf(order) : (story[index]?.text ?? "");
    return [{ at: isoTime(event.at), kind, alertId, line, orderId, account, symbol, text, ...trade }];
  });
}

/** `buy: 0.5 contracts at 2001, fee 0.5 USDT, net profit 3 USDT`; where it filled nothing, why. */
function endOf(order: OrderRecord): string {
  const { command, filledContracts, averagePrice, fee, netProfit, settle, closedContracts, code, reason } =
    tradeOf(order);
  if (order.state.status !== "filled") return `${command}: ${reason ?? ""} (${code ?? ""})`;
  const parts = [
    `${filledContracts} contracts${averagePrice === undefined ? "" : ` at ${averagePrice}`}`,
    ...(fee === undefined ? [] : [`fee ${fee.cost} ${fee.currency}`]),
    ...(netProfit === undefined || (closedContracts ?? "0") === "0" ? [] : [`net profit ${netProfit} ${settle}`]),
    ...(code === "FILLED" || reason === undefined ? [] : [`${reason} (${code ?? ""})`]),
  ];
  return `${command}: ${parts.join(", ")}`;
}
