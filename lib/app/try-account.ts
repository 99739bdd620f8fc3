// Proves an account on its real exchange without a trade: one limit order of the smallest size rests far from the price, is found by
// our name and by the exchange's id, and is cancelled. Its name is on record before it is sent and leaves the record once it is
// known not to rest, so that whatever ended a run, the next one cancels what it left.
import { type Decimal, decimal, floorToStep, formatDecimal, ZERO } from "../core/decimal.ts";
import { defined } from "../core/defined.ts";
import type { OrderFailure } from "../core/failure.ts";
import { unixMs } from "../core/ids.ts";
import type { Instrument } from "../core/market/instrument.ts";
import type { Snapshot } from "../core/market/snapshot.ts";
import { LOOK_UP_GRACE_MS } from "../core/market/venue-table.ts";
import type { PlaceStep } from "../core/order/plan.ts";
import { carriesLeverage, namesMarginMode } from "../core/order/plan-context.ts";
import { notionalOf } from "../core/order/size.ts";
import type { VenueOrder } from "../core/order/venue-order.ts";
import type { Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { AskedExchange } from "../ports/asked-exchange.ts";
import type { Clock } from "../ports/clock.ts";
import type { AccountFinding } from "../ports/exchange.ts";
import type { Trial, TrialPlace, TrialRecord } from "../ports/trials.ts";

/** Far enough not to be filled while it rests, near enough for what exchanges take of a price. */
const BELOW_BID = "0.9";
const TURN_MS = 1_000;
/** How often the exchange is asked before an answer is given up. */
const TURNS = 6;

const BY_HAND = "cancel it on the exchange's own page and take it out of trials.json in the data folder";

/** What one trial needs. */
export interface TrialDeps {
  readonly exchange: AskedExchange;
  readonly account: Account;
  /** Whose account it is. Absent: this machine's. */
  readonly stack?: string;
  readonly symbol: string;
  readonly record: TrialRecord;
  readonly clock: Clock;
  /** A name no order had. */
  newName(): string;
  /** Asks the person with what is about to be sent. */
  confirm(words: string): Promise<boolean>;
  /** Told step by step. */
  tell(finding: AccountFinding): void;
}

/** @returns whether the account is proven, and nothing of this trial or an earlier one rests. */
export async function tryAccount(deps: TrialDeps): Promise<boolean> {
  if (!(await cleanUp(deps))) return false;
  const order = await smallestOrder(deps);
  if (order === undefined) return false;
  const { step, words } = order;
  if (!(await deps.confirm(words))) return say(deps, "warning", "nothing was sent");
  const { account, symbol, clock } = deps;
  const sentTo = placeOf(deps);
  const trial = { account: account.id, symbol, name: deps.newName(), startedAt: clock.now(), sentTo };
  await deps.record.add(trial);
  const end = await placeAndFind(deps, trial, step);
  if (end === "refused") {
    await deps.record.remove(trial.name);
    return false;
  }
  const isGone = await withdraw(deps, trial);
  return end === "found" && isGone;
}

/** What earlier trials of the account left. */
async function cleanUp(deps: TrialDeps): Promise<boolean> {
  const left = (await deps.record.list()).filter(({ account }) => account === deps.account.id);
  for (const trial of left) {
    if (isElsewhere(trial, placeOf(deps))) return tellElsewhere(deps, trial);
    say(deps, "warning", `an earlier trial was broken off: looking for its order ${trial.name} in ${trial.symbol}`);
    if (!(await withdraw(deps, trial))) return false;
  }
  return true;
}

function placeOf({ account: { exchange, settle, keyMark }, stack }: TrialDeps): TrialPlace {
  return { exchange, settle, ...defined({ stack, keyMark }) };
}

/** To ask here for an order that went elsewhere would show that none rests. */
function isElsewhere({ sentTo }: Trial, { exchange, settle, stack }: TrialPlace): boolean {
  if (sentTo === undefined) return false;
  return sentTo.exchange !== exchange || sentTo.settle !== settle || sentTo.stack !== stack;
}

function tellElsewhere(deps: TrialDeps, { name, symbol, account, sentTo }: Trial): boolean {
  const owner = sentTo?.stack === undefined ? "this machine" : `the stack ${sentTo.stack}`;
  const words = `an earlier trial's order ${name} in ${symbol} may still rest on ${sentTo?.exchange}, where it was sent as ${account} of ${owner}, settled in ${sentTo?.settle}`;
  return say(deps, "problem", words, `run this command for that account as it was then, or ${BY_HAND}`);
}

async function smallestOrder(
  deps: TrialDeps,
): Promise<{ readonly step: PlaceStep; readonly words: string } | undefined> {
  const { exchange, symbol, account } = deps;
  const found = await exchange.findInstrument(symbol);
  const market = told(deps, "the market is read", found);
  if (market === undefined) {
    if (found.ok) say(deps, "problem", `${account.exchange} has no market ${symbol} for this account`);
    return undefined;
  }
  const snapshot = told(deps, "balance, position, settings and price are read", await exchange.readSnapshot(symbol));
  if (snapshot === undefined) return undefined;
  if (snapshot.bid === undefined) {
    say(deps, "problem", "nobody bids in this market now: try one that is traded");
    return undefined;
  }
  const price = floorToStep(decimal(snapshot.bid).times(BELOW_BID), decimal(market.priceTick));
  const contracts = smallestSize(market, price);
  const step = limitStep(deps, { market, snapshot, price, contracts });
  const words = `a limit order on ${account.id} (${account.exchange}): buy ${step.contracts} contracts of ${symbol} at ${step.price}, 10 % below the price, to be cancelled at once`;
  return { step, words };
}

function smallestSize(market: Instrument, price: Decimal): Decimal {
  const step = decimal(market.contractStep);
  const least = decimal(market.minContracts ?? market.contractStep);
  if (market.minNotional === undefined) return least;
  const rate = { market, price };
  const steps = decimal(market.minNotional).div(notionalOf(step, rate)).round(0, 3);
  const worth = steps.times(step);
  return worth.gt(least) ? worth : least;
}

/** Of settings nothing is changed: the order goes in the mode and at the leverage there are. */
function limitStep(
  { exchange: { traits }, account }: TrialDeps,
  order: {
    readonly market: Instrument;
    readonly snapshot: Snapshot;
    readonly price: Decimal;
    readonly contracts: Decimal;
  },
): PlaceStep {
  const marginMode = order.snapshot.marginMode ?? account.marginMode;
  const leverage = order.snapshot.leverage ?? 1;
  return {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "limit",
    contracts: formatDecimal(order.contracts),
    price: formatDecimal(order.price),
    reduceOnly: false,
    ...(carriesLeverage(traits, marginMode) ? { leverage } : {}),
    ...(namesMarginMode(traits) ? { marginMode } : {}),
  };
}

type TrialEnd = "found" | "lost" | "refused";

async function placeAndFind(deps: TrialDeps, trial: Trial, step: PlaceStep): Promise<TrialEnd> {
  const { exchange, symbol } = deps;
  const placed = await exchange.placeOrder({ symbol, step, clientOrderId: trial.name });
  if (!placed.ok && placed.error.outcome !== "unknown") {
    tellFailure(deps, "the order is not taken", placed.error);
    return "refused";
  }
  if (placed.ok) say(deps, "ok", "the order is taken");
  else tellFailure(deps, "whether the order was taken is not known, so it is looked for", placed.error);
  const byName = await find(deps, trial);
  if (byName === undefined) return lost(deps, "the order is not found by its name");
  say(deps, "ok", `found by its name ${trial.name}: ${byName.status === "open" ? "it rests" : byName.status}`);
  const byId = await find(deps, trial, byName.venueOrderId);
  if (byId === undefined) return lost(deps, `the order is not found by the exchange's id ${byName.venueOrderId}`);
  say(deps, "ok", `found by the exchange's id ${byName.venueOrderId}`);
  return "found";
}

function lost(deps: TrialDeps, words: string): TrialEnd {
  say(deps, "problem", words);
  return "lost";
}

/** Cancels by name until the exchange shows no such order resting. It may deny for seconds what it has taken. */
async function withdraw(deps: TrialDeps, trial: Trial): Promise<boolean> {
  const { exchange, record, clock } = deps;
  const graceMs = exchange.traits.lookUpGraceMs ?? LOOK_UP_GRACE_MS;
  const isYoung = () => clock.now() - trial.startedAt < graceMs;
  for (let turn = 0; turn < TURNS || isYoung(); turn++) {
    if (turn > 0) await clock.sleep(TURN_MS);
    const cancelled = await exchange.cancelOrder(trial.symbol, trial.name);
    const seen = await look(deps, trial);
    if (!seen.ok || seen.value?.status === "open") continue;
    const isDenied = seen.value === undefined && !cancelled.ok;
    if (isDenied && (cancelled.error.code !== "ORDER_NOT_FOUND" || isYoung() || hasOtherKey(deps, trial))) continue;
    await record.remove(trial.name);
    return tellEnd(deps, seen.value);
  }
  const words = `${trial.name} may still rest in ${trial.symbol} on ${deps.account.exchange}`;
  const other = hasOtherKey(deps, trial) ? " with the key it was sent with" : "";
  return say(deps, "problem", words, `run this command again${other}, or ${BY_HAND}`);
}

/** The key may be a new one of the same account, which finds the order, or one of another account, which never does. */
function hasOtherKey({ account: { keyMark } }: TrialDeps, { sentTo }: Trial): boolean {
  return sentTo?.keyMark !== undefined && keyMark !== undefined && sentTo.keyMark !== keyMark;
}

function tellEnd(deps: TrialDeps, order: VenueOrder | undefined): boolean {
  if (order === undefined || decimal(order.filledContracts).eq(ZERO)) return say(deps, "ok", "nothing of it rests");
  return say(
    deps,
    "problem",
    `the price came to the order: ${order.filledContracts} contracts were bought`,
    "close that position, or keep it: whook does neither by itself",
  );
}

async function find(deps: TrialDeps, trial: Trial, venueOrderId?: string): Promise<VenueOrder | undefined> {
  const graceMs = deps.exchange.traits.lookUpGraceMs ?? LOOK_UP_GRACE_MS;
  for (let waited = 0; waited <= graceMs; waited += TURN_MS) {
    if (waited > 0) await deps.clock.sleep(TURN_MS);
    const seen = await look(deps, trial, venueOrderId);
    if (seen.ok && seen.value !== undefined) return seen.value;
  }
  return undefined;
}

function look(
  { exchange }: TrialDeps,
  { symbol, name, startedAt }: Trial,
  venueOrderId?: string,
): Promise<Result<VenueOrder | undefined, OrderFailure>> {
  return exchange.findOrder({ symbol, clientOrderId: name, since: unixMs(startedAt), ...defined({ venueOrderId }) });
}

function told<T>(deps: TrialDeps, words: string, result: Result<T, OrderFailure>): T | undefined {
  if (!result.ok) {
    tellFailure(deps, "the exchange does not answer as it must", result.error);
    return undefined;
  }
  if (result.value !== undefined) say(deps, "ok", words);
  return result.value;
}

function tellFailure(deps: TrialDeps, words: string, { message }: OrderFailure): boolean {
  return say(deps, "problem", `${words}: ${message}`);
}

/** @returns whether that is fine. */
function say(deps: TrialDeps, level: AccountFinding["level"], message: string, advice?: string): boolean {
  deps.tell({ level, message, ...defined({ advice }) });
  return level === "ok";
}
