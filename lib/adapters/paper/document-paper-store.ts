// Paper accounts on AWS: each is one document, changed on the version that was read.
import type { DocumentStore } from "../../ports/document-store.ts";
import type { PaperStore, PaperTransaction } from "./paper-store.ts";
import type { EngineOrder, VenueState } from "./venue-state.ts";

/** Orders that are remembered beside the resting ones: far more than a look-up ever asks back for. */
const KEPT_ORDERS = 100;
/** Two orders of one account at once are common, so many in a row that lose the race are not. */
const MOST_TRIES = 25;

interface Account {
  readonly state: VenueState;
  /** Oldest first. */
  readonly orders: readonly EngineOrder[];
}

/** The paper account's state as documents of the ledger's table. */
export class DocumentPaperStore implements PaperStore {
  readonly #documents: DocumentStore;

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  async findState(account: string): Promise<VenueState | undefined> {
    const stored = await this.#documents.readDocument(nameOf(account));
    return stored === undefined ? undefined : parse(stored.body).state;
  }

  async transact<T>(account: string, work: (transaction: PaperTransaction) => T): Promise<T> {
    for (let turn = 0; turn < MOST_TRIES; turn++) {
      const stored = await this.#documents.readDocument(nameOf(account));
      const change = new Change(stored === undefined ? undefined : parse(stored.body));
      const result = work(change);
      const body = change.body();
      if (body === undefined) return result;
      if (await this.#documents.writeDocument(nameOf(account), body, stored?.version)) return result;
    }
    throw new Error(`paper account ${account} is changed by too many at once`);
  }
}

/** One turn's reads and writes, in memory. */
class Change implements PaperTransaction {
  #account: Account | undefined;
  #isChanged = false;

  constructor(account: Account | undefined) {
    this.#account = account;
  }

  findState(): VenueState | undefined {
    return this.#account?.state;
  }

  findOrder(clientOrderId: string): EngineOrder | undefined {
    return this.#account?.orders.findLast((order) => order.clientOrderId === clientOrderId);
  }

  save({ state, orders }: Parameters<PaperTransaction["save"]>[0]): void {
    const changed = new Set(orders.map(({ venueOrderId }) => venueOrderId));
    const others = (this.#account?.orders ?? []).filter(({ venueOrderId }) => !changed.has(venueOrderId));
    const all = [...others, ...orders].sort(
      (a, b) => Number.parseInt(a.venueOrderId, 10) - Number.parseInt(b.venueOrderId, 10),
    );
    const resting = all.filter(({ status }) => status === "open");
    const done = all.filter(({ status }) => status !== "open").slice(-KEPT_ORDERS);
    this.#account = { state, orders: all.filter((order) => resting.includes(order) || done.includes(order)) };
    this.#isChanged = true;
  }

  /** What to write; undefined: nothing was saved. */
  body(): string | undefined {
    return this.#isChanged ? JSON.stringify(this.#account) : undefined;
  }
}

function nameOf(account: string): string {
  return `paper:${account.toLowerCase()}`;
}

/** What this class wrote is read back as it was. */
function parse(body: string): Account {
  return JSON.parse(body) as Account;
}
