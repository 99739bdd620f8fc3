// Keeps what each group remembers of its targets (docs/design.md#alerts-of-one-bar-in-the-wrong-order). The group's orders come one at a
// time, and what one came to is kept with it: after a crash, or handed out again, it comes to the same.
import {
  type Arrival,
  afterHole,
  arrive,
  type Chain,
  type ChainVerdict,
  EMPTY_CHAIN,
  hasHole,
} from "../core/chain/chain.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import type { Group } from "../core/notify/news.ts";
import type { DocumentStore } from "../ports/document-store.ts";
import { NewsKeeper } from "./news-keeper.ts";

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
  /** Where groups are noted whose targets do not follow one another. */
  readonly news: NewsKeeper;

  constructor({ documents }: { readonly documents: DocumentStore }) {
    this.#documents = documents;
    this.news = new NewsKeeper({ documents });
  }

  /** What is kept of a group now. */
  async read(group: Group): Promise<Chain> {
    return (await this.#read(group)).chain ?? EMPTY_CHAIN;
  }

  /** The hole of these alerts was told. Nothing is changed when another one has come since. */
  async leaveHole(group: Group, { links }: Pick<Chain, "links">): Promise<void> {
    const last = links.at(-1)?.orderId;
    await this.#change(group, (chain) => (chain?.links.at(-1)?.orderId === last && chain ? afterHole(chain) : chain));
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
  async forget(group: Group): Promise<void> {
    await this.#change(group, (chain) => (chain === undefined || isUnknown(chain) ? chain : EMPTY_CHAIN));
  }

  async #change(group: Group, change: (chain: Chain | undefined) => Chain | undefined): Promise<Chain | undefined> {
    const { account, symbol } = group;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { chain, version } = await this.#read(group);
      const next = change(chain);
      if (next === undefined || next === chain) return next;
      // Noted first: whatever dies in between, the clock looks at it.
      if (hasHole(next)) await this.news.noteHole({ account, symbol });
      if (await this.#documents.writeDocument(nameOf(group), JSON.stringify(next), version)) return next;
    }
    throw new Error(`the targets of ${account} ${symbol} are changed by too many at once`);
  }

  async #read(group: Group): Promise<{ readonly chain?: Chain; readonly version: number | undefined }> {
    const stored = await this.#documents.readDocument(nameOf(group));
    // Only this class writes these documents.
    return stored === undefined
      ? { version: undefined }
      : { chain: JSON.parse(stored.body) as Chain, version: stored.version };
  }
}

function nameOf({ account, symbol }: Group): string {
  return `chain#${account.toLowerCase()}#${symbol}`;
}

function isUnknown({ origin, links }: Chain): boolean {
  return origin === undefined && links.length === 0;
}
