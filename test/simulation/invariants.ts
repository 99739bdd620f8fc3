// What must hold at the end of every schedule, each by name.
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import { awaitsReport, isAccounted, type OrderRecord } from "../../lib/core/execution/order-record.ts";
import { SECRET, type World } from "./world.ts";

type Invariant = (world: World) => Promise<void> | void;

const INVARIANTS: Readonly<Record<string, Invariant>> = {
  "no accepted alert without an end": (world) => {
    const onRecord = new Map(world.ledger.all().map((order) => [order.orderId as string, order]));
    for (const { body } of world.answers) {
      for (const { orderId } of body.accepted) {
        const order = onRecord.get(orderId);
        if (order?.state.phase.kind !== "ended")
          throw new Error(`${orderId} is ${order?.state.status ?? "not on record"}`);
      }
    }
  },
  "one end state per order": (world) => {
    for (const order of world.ledger.all()) {
      const ends = order.events.filter(({ kind }) => kind === "ended");
      // On record, but its alert died before it was queued, each time it was sent: never accepted, never begun.
      const isAbandoned = order.state.attempts === 0 && !accepted(world).has(order.orderId);
      if (ends.length !== 1 && !isAbandoned) throw new Error(`${order.orderId} ended ${ends.length} times`);
    }
  },
  "no order twice": (world) => {
    const keys = world.ledger.all().map(({ order, account, symbol }) => `${account} ${symbol} ${order.key}`);
    if (new Set(keys).size !== keys.length) throw new Error("two orders of one key");
    // A name of a user's own may come again once its order has ended.
    const names = new Set(world.ledger.all().flatMap(nameOf));
    const sent = world.journal.map(({ clientOrderId }) => clientOrderId).filter((id) => !names.has(id));
    if (new Set(sent).size !== sent.length) throw new Error("one client order id took effect twice");
  },
  "filled never more than planned": (world) => {
    for (const order of world.ledger.all()) {
      if (decimal(order.state.fills.contracts).gt(planned(order)))
        throw new Error(`${order.orderId} filled more than its plan`);
    }
  },
  "the ledger's fills are the venue's": async (world) => {
    const told = world.ledger.all().filter((order) => !isLeftToPerson(order) && !isJudged(order));
    for (const { order, filled } of await filledOnVenue(
      world,
      told.filter((order) => nameOf(order).length === 0),
    )) {
      if (filled !== order.state.fills.contracts && !(await wasLiquidated(world, order, filled)))
        throw new Error(filledOtherwise(order, filled));
    }
  },
  "effects in queue order per group": (world) => {
    const last = new Map<string, string>();
    for (const { clientOrderId } of world.journal) {
      const [order, another] = world.ledger.all().filter(({ state }) => state.clientOrderIds.includes(clientOrderId));
      if (order === undefined) throw new Error(`${clientOrderId} is on the venue and on no record`);
      // A name used again: which of them this was is not said.
      if (another !== undefined) continue;
      const group = `${order.account} ${order.symbol}`;
      if ((last.get(group) ?? "") > order.orderId)
        throw new Error(`${order.orderId} after ${last.get(group)} in ${group}`);
      last.set(group, order.orderId);
    }
  },
  "an order is sent only where its receipt says": (world) => {
    for (const { account, clientOrderId } of world.journal) {
      const orders = world.ledger.all().filter(({ state }) => state.clientOrderIds.includes(clientOrderId));
      if (!orders.some((order) => placeOf(order) === account))
        throw new Error(`${clientOrderId} was sent to ${account}`);
    }
  },
  "nothing is sent beside what rests of the same order": (world) => {
    const doubled = world.journal.find(({ beside }) => beside.length > 0);
    if (doubled !== undefined) throw new Error(`${doubled.clientOrderId} beside ${doubled.beside.join(", ")}`);
  },
  "nothing sent after the deadline": (world) => {
    for (const order of world.ledger.all()) {
      const deadline = order.state.work?.deadline ?? Number.POSITIVE_INFINITY;
      for (const event of order.events) {
        if (event.kind === "intent" && event.at > deadline)
          throw new Error(`${order.orderId} was sent after its deadline`);
      }
    }
  },
  "a reduction never flips": (world) => {
    for (const { reduceOnly, order } of world.journal) {
      if (reduceOnly && decimal(order.filledContracts).gt(order.contracts))
        throw new Error("a reduction went past its size");
    }
    for (const { order, events, orderId } of world.ledger.all()) {
      const onlyReduces = order.command === "close" || order.reduceOnly;
      const opened = events.some((event) => event.kind === "intent" && !event.submission.step.reduceOnly);
      if (onlyReduces && opened) throw new Error(`${orderId} only reduces and sent an order that may open`);
    }
  },
  "no credential in any output": (world) => {
    if (world.output().includes(SECRET)) throw new Error("a secret was written");
  },
};

/** What must hold once the venue's reports are back and the follower has read them. */
const ONCE_FOLLOWED: Readonly<Record<string, Invariant>> = {
  "what the position showed is the venue's report now": async (world) => {
    const begun = world.ledger.all().filter((order) => !isLeftToPerson(order) && order.state.attempts > 0);
    for (const { order, filled } of await filledOnVenue(world, begun)) {
      const isKnown = filled === order.state.fills.contracts || hasNameTwice(world, order);
      if (!isKnown && !(await wasLiquidated(world, order, filled))) throw new Error(filledOtherwise(order, filled));
    }
  },
  "an order of which the venue told the id is never not known": (world) => {
    for (const { orderId, state } of world.ledger.all()) {
      const [known] = venueOrderIdsOf(state);
      if (state.code === "OUTCOME_UNKNOWN" && known !== undefined)
        throw new Error(`${orderId} is ${known} on the venue`);
    }
  },
  "nothing of a price lock rests once all has ended": async (world) => {
    for (const { orderId, order, account, symbol, state } of world.ledger.all()) {
      if (!("pricelock" in order)) continue;
      const seen = await Promise.all(state.clientOrderIds.map((id) => world.orderOnVenue(account, id, symbol)));
      const resting = state.clientOrderIds.filter((_, at) => seen[at]?.status === "open");
      // What was left on an exchange that the account is no longer on nobody can withdraw: its owner is told which it is.
      const isTold = (id: string) => state.code === "ACCOUNT_CHANGED" && state.reason?.includes(id) === true;
      if (!resting.every(isTold)) throw new Error(`${orderId} rests still`);
    }
  },
  "nothing is in the books before its report": (world) => {
    for (const { orderId, state } of world.ledger.all()) {
      if (awaitsReport(state) && isAccounted(state)) throw new Error(`${orderId} is booked as judged`);
    }
  },
  "no order ends as judged that the venue can tell of": (world) => {
    for (const { orderId, state } of world.ledger.all()) {
      if (awaitsReport(state) && venueOrderIdsOf(state).length > 0)
        throw new Error(`${orderId} still awaits its report`);
    }
  },
};

/** @throws Error naming the first invariant that does not hold. */
export async function checkInvariants(world: World): Promise<void> {
  await check(INVARIANTS, world);
}

/** @throws Error naming the first invariant that does not hold after the follower's runs. */
export async function checkFollowed(world: World): Promise<void> {
  await check(ONCE_FOLLOWED, world);
}

/** The venue's account that an order belongs to: the one its account's name led to when it came. */
function placeOf({ account, exchange }: OrderRecord): string {
  return exchange === "paper" ? account : `${account}-elsewhere`;
}

function nameOf({ order }: OrderRecord): readonly string[] {
  return "limit" in order && order.limit !== undefined ? [order.limit.id] : [];
}

/** Honestly unknown, and said so: the ends that leave a question to a person. */
function isLeftToPerson({ state }: OrderRecord): boolean {
  return state.code === "OUTCOME_UNKNOWN" || state.code === "ACCOUNT_CHANGED";
}

/** Marked as judged by the position, with the venue's id: provisional until the follower has the report. */
function isJudged({ state }: OrderRecord): boolean {
  return awaitsReport(state) && venueOrderIdsOf(state).length > 0;
}

/** What of the order is open on the venue, by the venue's ids. */
function venueOrderIdsOf({ open }: OrderRecord["state"]): readonly string[] {
  return open.flatMap(({ submission }) => submission.venueOrderId ?? []);
}

/** A name that two orders had: the venue tells only of one. */
function hasNameTwice(world: World, { state, account, orderId }: OrderRecord): boolean {
  const others = world.ledger.all().filter((other) => other.account === account && other.orderId !== orderId);
  return others.some((other) => other.state.clientOrderIds.some((id) => state.clientOrderIds.includes(id)));
}

/**
 * A close that never arrived, of a position that was liquidated whole while it was looked for: nothing tells that from its fill
 * (docs/adr/0019-what-the-position-proves.md).
 */
async function wasLiquidated(world: World, order: OrderRecord, filled: string): Promise<boolean> {
  const { account, symbol, state } = order;
  // The paper venue closes it by an order without a name, and remembers the last of them.
  const liquidation = await world.orderOnVenue(account, "", symbol);
  if (liquidation?.symbol !== symbol) return false;
  const excess = decimal(state.fills.contracts).minus(filled);
  return state.executions.some(
    ({ inferred, positionBefore = "0", contracts, side }) =>
      inferred === true &&
      side === liquidation.side &&
      contracts === liquidation.contracts &&
      excess.eq(contracts) &&
      decimal(positionBefore).abs().eq(contracts),
  );
}

async function check(invariants: Readonly<Record<string, Invariant>>, world: World): Promise<void> {
  for (const [name, holds] of Object.entries(invariants)) {
    try {
      await holds(world);
    } catch (error) {
      throw new Error(`invariant "${name}": ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}

function accepted(world: World): ReadonlySet<string> {
  return new Set(world.answers.flatMap(({ body }) => body.accepted.map(({ orderId }) => orderId)));
}

function planned({ state }: OrderRecord) {
  const places = (state.work?.plan?.steps ?? []).filter((step) => step.kind === "place");
  return places.reduce((sum, { contracts }) => sum.plus(contracts), decimal("0"));
}

function filledOtherwise({ orderId, state }: OrderRecord, filled: string): string {
  return `${orderId}: ledger ${state.fills.contracts}, venue ${filled}`;
}

/** What the venue says each of them filled; all asked in one turn of the event loop. */
function filledOnVenue(world: World, records: readonly OrderRecord[]) {
  return Promise.all(
    records.map(async (order) => {
      const ids = order.state.clientOrderIds;
      const orders = await Promise.all(ids.map((id) => world.orderOnVenue(placeOf(order), id, order.symbol)));
      const filled = orders.reduce((sum, found) => sum.plus(found?.filledContracts ?? "0"), decimal("0"));
      return { order, filled: formatDecimal(filled) };
    }),
  );
}
