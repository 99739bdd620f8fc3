// Who wants to know what happens, and how they hear of it: once it is on record, never before.
import { type DataChange, type LiveEvent, liveEvents } from "../app/live-event.ts";
import type { LocalData } from "./local-data.ts";

/** Hears of each event. What it throws is nobody's business but its own. */
export type LiveListener = (event: LiveEvent) => void;

/** Tells any number of listeners what goes on record. Without any it costs nothing. */
export class EventFeed {
  readonly #listeners = new Set<LiveListener>();

  /** @returns how to stop. */
  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(change: DataChange): void {
    if (this.#listeners.size === 0) return;
    for (const event of liveEvents(change)) for (const listener of this.#listeners) listener(event);
  }
}

/** The same data, which tells `feed` of what was written. */
export function watchedData(data: LocalData, feed: EventFeed): LocalData {
  const { ledger, alertStore } = data;
  return {
    ...data,
    ledger: withMethods(ledger, {
      putAlert: async (alert) => {
        await ledger.putAlert(alert);
        feed.tell({ kind: "alert", alert });
      },
      updateOrder: async (order, events) => {
        const isWritten = await ledger.updateOrder(order, events);
        if (isWritten) feed.tell({ kind: "order", order, events });
        return isWritten;
      },
    }),
    alertStore: withMethods(alertStore, {
      storeAlert: async (alert) => {
        const kept = await alertStore.storeAlert(alert);
        feed.tell({ kind: "alert", alert: alert.describe(kept) });
        return kept;
      },
      endOrder: async (order, events, receipt) => {
        const isWritten = await alertStore.endOrder(order, events, receipt);
        if (isWritten) feed.tell({ kind: "order", order, events });
        return isWritten;
      },
    }),
  };
}

/** `target` with some methods of its own replaced. Each is bound once: they are called some ten times an order. */
function withMethods<T extends object>(target: T, methods: Partial<T>): T {
  const bound = new Map<string | symbol, unknown>();
  return new Proxy(target, {
    get: (of, name) => {
      const known = bound.get(name);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(Object.hasOwn(methods, name) ? methods : of, name);
      if (typeof value !== "function") return value;
      const method: unknown = value.bind(of);
      bound.set(name, method);
      return method;
    },
  });
}
