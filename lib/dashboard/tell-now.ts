// Where an order that has not ended stands: why it waits, and until when, in words for a person.
import type { OrderRecord } from "../core/execution/order-record.ts";
import type { PhaseKind } from "../core/execution/phase.ts";
import { type UnixMs, unixMs } from "../core/ids.ts";

/** Why an order is not over. */
export interface NowTold {
  readonly why: string;
  /** What happens then, and when; absent: it waits for nothing but its price. */
  readonly until?: { readonly what: string; readonly at: UnixMs };
}

const WORKING: Readonly<Record<Exclude<PhaseKind, "queued" | "ended">, string>> = {
  planning: "the account is read and its plan made",
  replanning: "its plan is made anew",
  setting: "a setting is made on the exchange",
  due: "it is about to be sent",
  sizing: "its size is cut to the balance",
  submitted: "it was sent; the exchange has not answered yet",
  unknown: "whether the exchange took it is not known: it is looked for",
  accepted: "the exchange has it; its fill is awaited",
  pricing: "the best price of its side is read, to rest there as a maker",
  locked: "it rests as a maker; its fill is awaited",
  withdrawing: "it is taken off the book; the rest of it goes on then",
  blocked: "orders that rest may be in its way: they are listed",
  clearing: "the orders in its way are being cancelled",
  cancelling: "it is being cancelled",
  switching: "the account's switch is put on record",
  sweeping: "the account is being closed, until it is flat",
};

/** @param ahead - orders of the same account and symbol that come before it. */
export function tellNow(record: OrderRecord, now: UnixMs, ahead: number): NowTold {
  const { state, receivedAt, alertTimeoutMs, events } = record;
  const { phase } = state;
  if (phase.kind === "ended") return { why: restsAt(record) };
  if (phase.kind === "queued") {
    const why =
      ahead === 0 ? "waits for its turn" : `waits behind ${ahead} of the same account and symbol, one after another`;
    const at = unixMs(receivedAt + alertTimeoutMs);
    // Behind others its time begins when they end.
    return ahead === 0 ? { why, until: { what: "given up as stale", at } } : { why };
  }
  const last = events.at(-1);
  const isWaiting = last?.kind === "waiting" && last.untilMs > now;
  const deadline = state.work?.deadline;
  return {
    why: isWaiting ? `${last.why}; tried again in ${seconds(last.untilMs - now)}` : WORKING[phase.kind],
    ...(deadline === undefined ? {} : { until: { what: "given up", at: deadline } }),
  };
}

/** Ended for the worker, and open on the venue: a resting limit order, until it fills or is cancelled. */
function restsAt({ state }: OrderRecord): string {
  const prices = state.open.flatMap(({ submission: { step } }) => step.price ?? []);
  return prices.length === 0 ? "open on the exchange" : `rests at ${prices.join(", ")} until it fills or is cancelled`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(0)} s`;
}
