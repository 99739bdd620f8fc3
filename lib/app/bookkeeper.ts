// Keeps the books of each account and market: what an order's fills realised, by average cost.
//
// 1. The book is written before the order: if the order's write is lost, the next one finds its executions in the book, and
//    what they did, and counts nothing twice.
//    It need not be on disk before: where one log orders all writes, it goes there with the order's write, or both are lost.
// 2. The book is changed on the version that was read. What this process remembers of it only saves the reading.
// 3. An execution leaves the book's list only when its order shows it on record and fills no more.
import {
  awaitsPrice,
  awaitsReport,
  isAccounted,
  isSettled,
  type OrderRecord,
  type OrderState,
} from "../core/execution/order-record.ts";
import type { OrderId } from "../core/ids.ts";
import type { Instrument } from "../core/market/instrument.ts";
import {
  type Booking,
  bookExecutions,
  EMPTY_BOOK,
  isPositionMoved,
  type MarketBook,
  withoutSettled,
} from "../core/trade/market-book.ts";
import type { DocumentStore } from "../ports/document-store.ts";
import { type Ledger, MAX_FOLLOWED } from "../ports/ledger.ts";

/** Where the books are kept, and where orders are asked for. */
export interface BookkeeperDeps {
  readonly documents: DocumentStore;
  readonly ledger: Pick<Ledger, "getOrders" | "listFollowed">;
}

/** Writers of one book are few: one worker and one follower. */
const MAX_TRIES = 5;
/** From this many executions on, those of finished orders are taken off the list. */
const MAX_BOOKED = 12;
/** Markets remembered; beyond that all are read anew. */
const MAX_REMEMBERED = 1_000;

/** A book and the version it was read at; undefined: it is not written yet. */
interface Kept {
  readonly book: MarketBook;
  readonly version: number | undefined;
}

/** Keeps the book of each account and market: what an execution closed and earned, booked once, whatever crashes. */
export class Bookkeeper {
  readonly #deps: BookkeeperDeps;
  readonly #kept = new Map<string, Kept>();
  readonly #onRecord = new Set<OrderId>();

  constructor(deps: BookkeeperDeps) {
    this.#deps = deps;
  }

  /**
   * The order's state with what its executions did. An execution stays without it while a followed order of the market may
   * explain why the position is another than the book's, unless `followsAll`: then the rest came from outside. All stay
   * without it while a price is still to come: what is booked is never booked anew.
   * @throws what the store throws.
   */
  async account(record: OrderRecord, { followsAll = false } = {}): Promise<OrderState> {
    const { state, orderId } = record;
    const { executions, work: { instrument } = {} } = state;
    if (instrument === undefined || isAccounted(state) || awaitsPrice(state) || awaitsReport(state)) return state;
    const booking: Booking = { orderId, executions, market: instrument };
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const name = bookName(record, instrument);
      const kept = await this.#read(name, booking);
      if (!followsAll && isPositionMoved(kept.book, booking) && (await this.#hasFollowed(record))) return state;
      const booked = bookExecutions(kept.book, booking);
      if (booked.book === kept.book || (await this.#write(name, { ...kept, book: booked.book })))
        return { ...state, executions: booked.executions };
    }
    return state;
  }

  /** The order's write is done: its executions need not be found in the book again. */
  noteOnRecord({ orderId, state }: OrderRecord): void {
    if (state.executions.length > 0 && isSettled(state)) this.#onRecord.add(orderId);
  }

  /** What is remembered is enough unless it disagrees with the position: another process may have written since. */
  async #read(name: string, booking: Booking): Promise<Kept> {
    const remembered = this.#kept.get(name);
    if (remembered !== undefined && !isPositionMoved(remembered.book, booking)) return remembered;
    const stored = await this.#deps.documents.readDocument(name);
    return stored === undefined
      ? { book: EMPTY_BOOK, version: undefined }
      : { book: JSON.parse(stored.body) as MarketBook, version: stored.version };
  }

  async #write(name: string, { book, version }: Kept): Promise<boolean> {
    this.#kept.delete(name);
    const short = await this.#shortened(book);
    if (!(await this.#deps.documents.writeDocument(name, JSON.stringify(short), version, "lazy"))) return false;
    if (this.#kept.size >= MAX_REMEMBERED) this.#kept.clear();
    this.#kept.set(name, { book: short, version: (version ?? 0) + 1 });
    return true;
  }

  async #shortened(book: MarketBook): Promise<MarketBook> {
    if (book.booked.length < MAX_BOOKED) return book;
    const ids = [...new Set(book.booked.map(({ orderId }) => orderId))];
    const known = ids.filter((id) => this.#onRecord.delete(id));
    const unknown = ids.filter((id) => !known.includes(id));
    const orders = known.length > 0 ? [] : await this.#deps.ledger.getOrders(unknown);
    const settled = orders.filter(({ state }) => isSettled(state));
    return withoutSettled(book, new Set([...known, ...settled.map(({ orderId }) => orderId)]));
  }

  async #hasFollowed({ account, symbol, orderId }: OrderRecord): Promise<boolean> {
    const followed = await this.#deps.ledger.listFollowed(account, { max: MAX_FOLLOWED });
    // One that is settled only waits for its fee. A full page may hide one that is not.
    const unsettled = followed.filter(({ state }) => !isSettled(state));
    if (followed.length === MAX_FOLLOWED && unsettled.length < followed.length) return true;
    return unsettled.some((other) => other.symbol === symbol && other.orderId !== orderId);
  }
}

function bookName({ account, symbol }: OrderRecord, { settle }: Instrument): string {
  return `book#${account.toLowerCase()}#${symbol}#${settle}`;
}
