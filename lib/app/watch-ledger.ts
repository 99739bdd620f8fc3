// What happens in a ledger nobody tells of, seen by looking: for a stack on AWS.
import { type OrderId, type UnixMs, unixMs } from "../core/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import { type LiveEvent, liveEvents } from "./live-event.ts";

/** Orders received so long before are still looked at: no order is worked on for longer. */
const BEFORE_MS = 15 * 60 * 1_000;
const PAGE = 100;

/** What looking at a ledger goes by. */
export interface WatchLedgerOptions {
  readonly ledger: Pick<Ledger, "listAlerts" | "listOrders">;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** Called once nothing is missed any more. */
  readonly onOpen: () => void;
}

/** What happens from now on, until the signal aborts. */
export async function* watchLedger(options: WatchLedgerOptions): AsyncGenerator<LiveEvent> {
  const { ledger, clock, everyMs, signal, onOpen } = options;
  const seen = new Map<OrderId, number>();
  const alerts = new Set<string>();
  const began = clock.now();
  const since = unixMs(began - BEFORE_MS);
  let isFirst = true;
  while (!signal.aborted) {
    const found = [...(await newAlerts(ledger, began, alerts)), ...(await newStories(ledger, since, seen))];
    if (isFirst) onOpen();
    else yield* found.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
    isFirst = false;
    await clock.sleep(everyMs, signal);
  }
}

async function newAlerts(
  ledger: Pick<Ledger, "listAlerts">,
  since: UnixMs,
  known: Set<string>,
): Promise<readonly LiveEvent[]> {
  const { alerts } = await ledger.listAlerts({ since, limit: PAGE });
  const fresh = alerts.filter(({ alertId }) => !known.has(alertId)).reverse();
  for (const { alertId } of fresh) known.add(alertId);
  return fresh.flatMap((alert) => liveEvents({ kind: "alert", alert }));
}

async function newStories(
  ledger: Pick<Ledger, "listOrders">,
  since: UnixMs,
  seen: Map<OrderId, number>,
): Promise<readonly LiveEvent[]> {
  const { orders } = await ledger.listOrders({ since, limit: PAGE });
  return [...orders].reverse().flatMap((order) => {
    const events = order.events.slice(seen.get(order.orderId) ?? 0);
    seen.set(order.orderId, order.events.length);
    return liveEvents({ kind: "order", order, events });
  });
}
