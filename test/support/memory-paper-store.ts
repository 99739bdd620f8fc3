import type { PaperStore, PaperTransaction } from "../../lib/adapters/paper/paper-store.ts";
import type { EngineOrder, VenueState } from "../../lib/adapters/paper/venue-state.ts";
import { inNextTurn } from "./turns.ts";

interface Kept {
  state: VenueState | undefined;
  readonly orders: Map<string, EngineOrder>;
}

/**
 * Paper accounts in memory, which costs a simulation a tenth of what a database does. As over the data file, transactions asked for
 * in one turn of the event loop run one after the other, and answer together.
 */
export class MemoryPaperStore implements PaperStore {
  readonly #accounts = new Map<string, Kept>();
  #waiting: (() => () => void)[] = [];

  transact<T>(account: string, work: (transaction: PaperTransaction) => T): Promise<T> {
    if (this.#waiting.length === 0) inNextTurn(() => this.#flush());
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          const value = this.#attempt(account, work);
          return () => resolve(value);
        } catch (error) {
          return () => reject(error);
        }
      });
    });
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const answers = waiting.map((perform) => perform());
    for (const answer of answers) answer();
  }

  /** What it saves is kept when it does not throw. */
  #attempt<T>(account: string, work: (transaction: PaperTransaction) => T): T {
    const { state, orders }: Kept = this.#accounts.get(account) ?? { state: undefined, orders: new Map() };
    const draft = { state, orders: new Map<string, EngineOrder>() };
    const value = work({
      findState: () => draft.state,
      findOrder: (clientOrderId) => draft.orders.get(clientOrderId) ?? orders.get(clientOrderId),
      save: (change) => {
        draft.state = change.state;
        for (const order of change.orders) {
          const known = draft.orders.get(order.clientOrderId) ?? orders.get(order.clientOrderId);
          if (isNewer(order, known)) draft.orders.set(order.clientOrderId, order);
        }
      },
    });
    for (const [clientOrderId, order] of draft.orders) orders.set(clientOrderId, order);
    this.#accounts.set(account, { state: draft.state, orders });
    return value;
  }
}

/** Of two orders of one client order id the younger is told of. */
function isNewer({ venueOrderId }: EngineOrder, known: EngineOrder | undefined): boolean {
  return known === undefined || Number(venueOrderId) >= Number(known.venueOrderId);
}
