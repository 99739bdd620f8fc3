// Keeps each account's guards: its switches, its day, and the orders that open, in one document changed on the version that
// was read (docs/design.md#guards).
//
// 1. An order that opens is in the document before anything of it is sent. Whoever finds the document changed since it judged
//    judges again: two orders at work at once never slip under a limit together.
// 2. Which orders still may fill is read before the positions are: one that fills meanwhile counts, once. One that has ended counts
//    as it ended for as long as positions may lag.
// 3. A switch is on record before the word that set it is done, and is read before every send.
import { isAccountOrder } from "../core/alert/symbol-of.ts";
import { isAhead } from "../core/alert/time-ahead.ts";
import { formatDecimal } from "../core/decimal.ts";
import { defined } from "../core/defined.ts";
import { servedBy } from "../core/execution/is-given-up.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import type { OrderFailure } from "../core/failure.ts";
import { exposuresOf, openingOf, restingIn, standingOrderOf } from "../core/guard/exposures.ts";
import {
  type AccountSwitch,
  EMPTY_GUARD_BOOK,
  type GuardBook,
  MINUTE_MS,
  type NotedOpening,
  withEquity,
  withOpening,
  withoutOver,
  withSwitch,
} from "../core/guard/guard-book.ts";
import { countsOpenings, countsOthers } from "../core/guard/guard-limits.ts";
import type { Exposure, GuardFacts } from "../core/guard/judge-opening.ts";
import { type HeldPosition, hasFilledLately } from "../core/guard/lately-filled.ts";
import type { OrderId, UnixMs } from "../core/ids.ts";
import type { Plan } from "../core/order/plan.ts";
import type { Reading } from "../core/order/plan-from.ts";
import { ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { DocumentStore } from "../ports/document-store.ts";
import type { Exchange, VenuePosition } from "../ports/exchange.ts";
import type { Ledger } from "../ports/ledger.ts";
import { heldNow } from "./held-now.ts";
import { worthOf } from "./worth-of.ts";

/** Where the documents are kept, and where orders are asked for. */
export interface GuardKeeperDeps {
  readonly documents: DocumentStore;
  readonly ledger: Pick<Ledger, "getOrders" | "listOrders">;
  readonly clock: Clock;
}

/** Writers of one document are the orders of one account that are planned at once. */
const MAX_TRIES = 20;

/** An opening that is noted, and its order. */
interface Noted {
  readonly opening: NotedOpening;
  readonly record: OrderRecord;
}

interface Kept {
  readonly book: GuardBook;
  readonly version: number | undefined;
}

/** What an order is judged by, besides its market. */
export interface GuardedOrder {
  readonly order: OrderRecord["order"];
  /** Absent: it is only asked what an order would do. */
  readonly orderId?: OrderId;
  readonly receivedAt: OrderRecord["receivedAt"];
}

/** Where an order's market is read, and the account's positions. */
interface GuardedVenue {
  readonly exchange: Exchange;
  readMarket(): Promise<Result<Reading, OrderFailure>>;
}

/** What an account holds, as it was read. */
interface Seen {
  readonly positions: readonly VenuePosition[];
  readonly noted: readonly Noted[];
}

/** The guards of every account. Methods throw what the store throws. */
export class GuardKeeper {
  readonly #deps: GuardKeeperDeps;

  constructor(deps: GuardKeeperDeps) {
    this.#deps = deps;
  }

  /** The account's switches and day. */
  async bookOf(accountId: string): Promise<GuardBook> {
    return (await this.#read(accountId)).book;
  }

  /** Sets or clears the account's switch; on disk when it returns. */
  async setSwitch(
    accountId: string,
    change: { readonly command: AccountSwitch | "resume"; readonly by?: OrderId },
    equity?: string,
  ): Promise<GuardBook> {
    const now = this.#deps.clock.now();
    return this.#change(accountId, (book) => {
      const changed = withSwitch(book, { ...change, now });
      if (change.command !== "resume" || changed === book) return changed;
      const { day, ...others } = changed;
      return equity === undefined || day === undefined ? others : { ...others, day: { date: day.date, equity } };
    });
  }

  /** What the account's switches and guards say of an order, beside the reading of its market. */
  async read(account: Account, guarded: GuardedOrder, venue: GuardedVenue): Promise<Result<Reading, OrderFailure>> {
    const { order, orderId } = guarded;
    const before = await this.#read(account.id);
    const opens = !isAccountOrder(order) && servedBy(order) === "opening";
    const isCounted = opens && countsOthers(account.guards?.limits ?? {});
    const noted = opens ? await this.#noted(before.book, orderId) : [];
    const [reading, positions] = await Promise.all([
      venue.readMarket(),
      isCounted ? venue.exchange.listPositions() : ok<readonly VenuePosition[]>([]),
    ]);
    if (!reading.ok) return reading;
    if (!positions.ok) return positions;
    const lost = dayAfter(account, reading.value, this.#deps.clock.now());
    const book = lost(before.book);
    // What stands was read with the document as it was: once that is another, all is read again. Who only asks notes nothing.
    if (orderId !== undefined && book !== before.book) {
      await this.#change(account.id, lost);
      return this.read(account, guarded, venue);
    }
    const held = isCounted ? await this.#heldBy(account, guarded, { positions: positions.value, noted }) : [];
    const worth = await worthOf(venue.exchange, held);
    if (!worth.ok) return worth;
    const facts = factsOf(account, guarded, { book, noted, worth: worth.value, now: this.#deps.clock.now() });
    return ok({ ...reading.value, guards: { facts, version: before.version } });
  }

  /** The positions, and what openings of other symbols left just now. */
  #heldBy({ id }: Account, { order }: GuardedOrder, { positions, noted }: Seen): Promise<readonly HeldPosition[]> {
    const opened = noted.map(({ record }) => record).filter(({ symbol }) => symbol !== symbolIn(order));
    return heldNow(this.#deps.ledger, { account: id, now: this.#deps.clock.now(), positions, opened });
  }

  /**
   * Notes what the plan of an order opens, unless the account's document has changed since it was judged.
   * @returns false when it has: the order is to be judged again.
   */
  async admit(record: OrderRecord, plan: Plan, { guards, instrument }: Reading): Promise<boolean> {
    if (guards === undefined || !countsOpenings(guards.facts.limits)) return true;
    const now = this.#deps.clock.now();
    const opening = openingOf(record, plan, { market: instrument, now });
    if (opening === undefined) return true;
    const { book, version } = await this.#read(record.account);
    if (version !== guards.version) return false;
    const counted = (await this.#noted(book, undefined)).filter(
      ({ opening: other, record: of }) => standingOrderOf(other, of) !== undefined || hasFilledLately(of, now),
    );
    const alive = new Set(counted.map(({ record: { orderId } }) => orderId));
    const next = withOpening(withoutOver(book, alive, now), opening);
    return this.#deps.documents.writeDocument(nameOf(record.account), JSON.stringify(next), version);
  }

  /** The orders that open and are on record, but for the one that is judged. */
  async #noted({ openings }: GuardBook, own: OrderId | undefined): Promise<readonly Noted[]> {
    const others = openings.filter(({ orderId }) => orderId !== own);
    if (others.length === 0) return [];
    const orders = await this.#deps.ledger.getOrders(others.map(({ orderId }) => orderId));
    const byId = new Map(orders.map((order) => [order.orderId, order]));
    return others.flatMap((opening) => {
      const record = byId.get(opening.orderId);
      return record === undefined ? [] : [{ opening, record }];
    });
  }

  async #change(accountId: string, change: (book: GuardBook) => GuardBook): Promise<GuardBook> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { book, version } = await this.#read(accountId);
      const next = change(book);
      if (next === book) return book;
      if (await this.#deps.documents.writeDocument(nameOf(accountId), JSON.stringify(next), version)) return next;
    }
    throw new Error(`the guards of account ${accountId} are changed by too many at once`);
  }

  async #read(accountId: string): Promise<Kept> {
    const stored = await this.#deps.documents.readDocument(nameOf(accountId));
    if (stored === undefined) return { book: EMPTY_GUARD_BOOK, version: undefined };
    // Only this class writes these documents.
    return { book: JSON.parse(stored.body) as GuardBook, version: stored.version };
  }
}

function nameOf(accountId: string): string {
  return `guard#${accountId.toLowerCase()}`;
}

function symbolIn(order: GuardedOrder["order"]): string {
  return "symbol" in order ? order.symbol : "";
}

interface Known {
  readonly book: GuardBook;
  readonly noted: readonly Noted[];
  readonly worth: readonly Exposure[];
  readonly now: UnixMs;
}

/** What the guards judge by: of the order's own symbol the reading says what is open. */
function factsOf(
  account: Account,
  { order, orderId, receivedAt }: GuardedOrder,
  { book, noted, worth, now }: Known,
): GuardFacts {
  const symbol = symbolIn(order);
  const standings = noted.flatMap(({ opening, record }) => standingOrderOf(opening, record) ?? []);
  const isRecent = (other: NotedOpening) => other.orderId !== orderId && now - other.at < MINUTE_MS;
  return {
    limits: account.guards?.limits ?? {},
    timezone: account.guards?.timezone ?? "UTC",
    ...defined({ switch: book.switch, switchedAt: book.switchedAt, day: book.day }),
    others: exposuresOf(worth, standings).filter((other) => other.symbol !== symbol),
    resting: formatDecimal(restingIn(symbol, standings)),
    openings: book.openings.filter(isRecent).length,
    signal: signalOf(order.at, receivedAt),
  };
}

function signalOf(at: string | undefined, receivedAt: number): GuardFacts["signal"] {
  if (at === undefined) return "missing";
  return isAhead(at, receivedAt) ? "ahead" : "fresh";
}

/** The account's book after its equity was read, where it has a limit to what a day may lose. */
function dayAfter({ guards }: Account, reading: Reading, now: UnixMs): (book: GuardBook) => GuardBook {
  const maxDailyLossUsd = guards?.limits.maxDailyLossUsd;
  const usd = usdPerCoin(reading);
  if (guards === undefined || maxDailyLossUsd === undefined || usd === undefined) return (book) => book;
  const { equity } = reading.snapshot;
  const { timezone } = guards;
  return (book) => withEquity(book, { equity, usd, now, timezone, maxDailyLossUsd });
}

/** What a settle coin is worth: a dollar, or the price of an inverse market's base. Undefined: there is none now. */
function usdPerCoin({ instrument, snapshot }: Reading): string | undefined {
  return instrument.inverse ? (snapshot.bid ?? snapshot.ask) : "1";
}
