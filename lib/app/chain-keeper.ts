// Keeps what each group remembers of its targets (docs/design.md#alerts-of-one-bar-in-the-wrong-order). The group's orders come one at a
// time, and what one came to is kept with it: after a crash, or handed out again, it comes to the same.
import { type Arrival, arrive, type Chain, type ChainVerdict, EMPTY_CHAIN } from "../core/chain/chain.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import type { DocumentStore } from "../ports/document-store.ts";

/** What an order comes to by its group's chain. `lost`: an alert of an earlier bar never came. */
export interface Arrived {
  readonly verdict: ChainVerdict;
  readonly lost?: true;
}

/** A group's writers are its one order at work, and a `closeall`. */
const MAX_TRIES = 5;
const TRADES: Arrived = { verdict: { kind: "trades" } };

/** The chains of every group. Methods throw what the store throws. */
export class ChainKeeper {
  readonly #documents: DocumentStore;

  constructor({ documents }: { readonly documents: DocumentStore }) {
    this.#documents = documents;
  }

  /** Puts an order to its group's chain. Nothing is kept of a group before the first alert that names what was before it. */
  async arrive(record: OrderRecord, { isFlat }: Pick<Arrival, "isFlat">): Promise<Arrived> {
    const { order, orderId, receivedAt } = record;
    const begins = order.command === "position" && order.prev !== undefined;
    const changed = await this.#change(record, (chain = begins ? EMPTY_CHAIN : undefined) =>
      chain === undefined ? undefined : arrive(chain, { order, orderId, receivedAt, isFlat }),
    );
    if (changed?.last?.orderId !== orderId) return TRADES;
    const { verdict, lost } = changed.last;
    return { verdict, ...(lost === undefined ? {} : { lost }) };
  }

  /** The symbol's target is not known any more. */
  async forget(group: Pick<OrderRecord, "account" | "symbol">): Promise<void> {
    await this.#change(group, (chain) => (chain === undefined || isUnknown(chain) ? chain : EMPTY_CHAIN));
  }

  async #change(
    group: Pick<OrderRecord, "account" | "symbol">,
    change: (chain: Chain | undefined) => Chain | undefined,
  ): Promise<Chain | undefined> {
    const name = `chain#${group.account.toLowerCase()}#${group.symbol}`;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const stored = await this.#documents.readDocument(name);
      // Only this class writes these documents.
      const chain = stored === undefined ? undefined : (JSON.parse(stored.body) as Chain);
      const next = change(chain);
      if (next === undefined || next === chain) return next;
      if (await this.#documents.writeDocument(name, JSON.stringify(next), stored?.version)) return next;
    }
    throw new Error(`the targets of ${group.account} ${group.symbol} are changed by too many at once`);
  }
}

function isUnknown({ origin, links }: Chain): boolean {
  return origin === undefined && links.length === 0;
}
