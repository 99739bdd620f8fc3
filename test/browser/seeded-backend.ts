// A backend in memory with a made-up history: the same for the same seed. Its ledger answers a page without looking at all orders.
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { GuardKeeper } from "../../lib/app/guard-keeper.ts";
import type { Backend } from "../../lib/cli/backend.ts";
import { messageOf } from "../../lib/cli/errors.ts";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import type { OrderRecord, OrderState } from "../../lib/core/execution/order-record.ts";
import type { Work } from "../../lib/core/execution/phase.ts";
import { type AlertId, alertId, type OrderId, orderIdOf, timePrefix, type UnixMs, unixMs } from "../../lib/core/ids.ts";
import { CANDLE_STEPS, type Candle, type CandleQuery } from "../../lib/core/market/candle.ts";
import type { Snapshot } from "../../lib/core/market/snapshot.ts";
import { ok } from "../../lib/core/result.ts";
import type { EquitySnapshot } from "../../lib/core/trade/equity-snapshot.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { Exchange, VenuePosition } from "../../lib/ports/exchange.ts";
import type { AlertFilter, AlertPage, AlertRecord, TradeFilter } from "../../lib/ports/ledger.ts";
import { BUY, ETH, orderRecord } from "../core/execution/order-fixture.ts";
import { MemoryDocuments } from "../support/memory-documents.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";
import { SeededRandom } from "../support/seeded-random.ts";

/** Some trade by hand. */
const TAGS = ["trend", "mean reversion", undefined];
const SYMBOLS = ["ETH/USDT:USDT", "BTC/USDT:USDT", "SOL/USDT:USDT", "XRP/USDT:USDT"];
const REJECTION = "the account may not trade this market: permission denied by the exchange (code -2015)";

export class SeededLedger extends MemoryLedger {
  /** Newest first. */
  readonly #orders: OrderRecord[] = [];
  readonly #alerts: AlertRecord[] = [];
  readonly #refused: AlertRecord[] = [];
  readonly #byId = new Map<string, OrderRecord>();
  readonly #alertsById = new Map<string, AlertRecord>();

  /** Adds the newest. */
  add(alert: AlertRecord, order: OrderRecord | undefined): void {
    this.#alerts.unshift(alert);
    if (alert.rejected.length > 0) this.#refused.unshift(alert);
    this.#alertsById.set(alert.alertId, alert);
    if (order === undefined) return;
    this.#orders.unshift(order);
    this.#byId.set(order.orderId, order);
  }

  /** Puts what became of an order in the place of what it was. */
  change(order: OrderRecord): void {
    this.#orders.splice(
      this.#orders.findIndex(({ orderId }) => orderId === order.orderId),
      1,
      order,
    );
    this.#byId.set(order.orderId, order);
  }

  /** @param alerts - oldest first. */
  fill(alerts: readonly { readonly alert: AlertRecord; readonly order: OrderRecord | undefined }[]): void {
    for (const { alert, order } of alerts.toReversed()) {
      this.#alerts.push(alert);
      if (alert.rejected.length > 0) this.#refused.push(alert);
      this.#alertsById.set(alert.alertId, alert);
      if (order === undefined) continue;
      this.#orders.push(order);
      this.#byId.set(order.orderId, order);
    }
  }

  override async listTrades({ limit = 100, cursor, since = unixMs(0), until, ...filter }: TradeFilter) {
    const { account, symbol, status, tag } = filter;
    const start = cursor === undefined ? 0 : this.#orders.findIndex(({ orderId }) => orderId < cursor);
    const orders: OrderRecord[] = [];
    for (let index = Math.max(0, start); start >= 0 && index < this.#orders.length && orders.length < limit; index++) {
      const one = this.#orders[index];
      if (one === undefined || one.receivedAt < since) break;
      const isWanted =
        (until === undefined || one.receivedAt < until) &&
        (account === undefined || one.account === account) &&
        (symbol === undefined || one.symbol === symbol) &&
        (status === undefined || one.state.status === status) &&
        (tag === undefined || one.order.tag === tag);
      if (isWanted) orders.push(one);
    }
    const last = orders.at(-1);
    return {
      trades: orders.map(tradeOf),
      ...(orders.length === limit && last !== undefined ? { cursor: last.orderId } : {}),
    };
  }

  override async getOrder(orderId: OrderId): Promise<OrderRecord | undefined> {
    return this.#byId.get(orderId);
  }

  override async listAlerts({ limit = 50, cursor, refused, since = unixMs(0) }: AlertFilter): Promise<AlertPage> {
    const listed = refused === true ? this.#refused : this.#alerts;
    const start = cursor === undefined ? 0 : listed.findIndex((alert) => alert.alertId < cursor);
    const alerts = start < 0 ? [] : listed.slice(start, start + limit).filter(({ receivedAt }) => receivedAt >= since);
    const last = alerts.at(-1);
    return { alerts, ...(alerts.length === limit && last !== undefined ? { cursor: last.alertId } : {}) };
  }

  override async getAlert(id: AlertId): Promise<AlertRecord | undefined> {
    return this.#alertsById.get(id);
  }
}

export interface SeededOptions {
  readonly orders: number;
  readonly now: UnixMs;
  /** From the first alert to now. */
  readonly spanMs: number;
}

export interface SeededBackend {
  readonly ledger: SeededLedger;
  readonly backend: Backend;
  /** What the exchanges say next. */
  positions: readonly VenuePosition[];
  problem: string | undefined;
  /** The switches among them. */
  readonly documents: MemoryDocuments;
  /** Oldest first. */
  equity: readonly EquitySnapshot[];
}

export function seededBackend({ orders, now, spanMs }: SeededOptions): SeededBackend {
  const ledger = new SeededLedger();
  const random = new SeededRandom(7);
  ledger.fill(
    Array.from({ length: orders }, (_, index) => {
      const at = unixMs(Math.floor(now - spanMs + (spanMs * index) / orders));
      return madeUp({ at, index, random });
    }),
  );
  const seeded: SeededBackend = {
    ledger,
    positions: POSITIONS,
    problem: undefined,
    documents: new MemoryDocuments(),
    equity: orders === 0 ? [] : equityOf({ now, spanMs, random: new SeededRandom(11) }),
    backend: {
      listAccounts: async () => [ACCOUNT],
      ledger: async () => ledger,
      queue: async () => {
        throw new Error("no queue here");
      },
      openAsOrdersDo: () => Promise.reject(new Error("no exchange is asked here")),
      openExchange: async () => {
        if (seeded.problem !== undefined) throw new Error(seeded.problem);
        const listPositions = async () => ok(seeded.positions);
        const listInstruments = async () => ok([ETH]);
        const findInstrument = async () => ok(ETH);
        const readSnapshot = async () => ok(SNAPSHOT);
        const known = { traits: {}, listPositions, listInstruments, findInstrument, readSnapshot };
        return { ...known, readCandles: candlesOf } as unknown as Exchange;
      },
      guards: async () => new GuardKeeper({ documents: seeded.documents, ledger, clock: systemClock }),
      equity: async () => ({
        keepEquity: async () => undefined,
        listEquity: async ({ account, since }) =>
          seeded.equity.filter((one) => one.account === account && one.at >= since),
      }),
      runs: async () => false,
      submit: async () => {
        throw new Error("nobody works here");
      },
      webhookUrl: async () => "",
      events: () => {
        throw new Error("no page watches events");
      },
      askEveryMs: 1_000,
      egressAddress: async () => undefined,
      reportFacts: async () => ({ secrets: [] }),
      explain: messageOf,
      close: async () => undefined,
    },
  };
  return seeded;
}

const ACCOUNT: Account = {
  id: "myBinance",
  exchange: "binance",
  settle: "USDT",
  marginMode: "isolated",
  orderTimeoutMs: 40_000,
  alertTimeoutMs: 180_000,
  maxAlertAgeMs: 180_000,
  guards: {
    limits: {
      maxDailyLossUsd: "200",
      maxOpenPositions: 3,
      maxTotalUsd: "5000",
      maxOrdersPerMinute: 10,
      requireAt: true,
    },
    timezone: "Europe/Berlin",
  },
};

const POSITIONS: readonly VenuePosition[] = [
  {
    symbol: "ETH/USDT:USDT",
    positionSide: "long",
    contracts: "2.5",
    entryPrice: "2841.3",
    markPrice: "2902.77",
    leverage: 3,
    unrealizedProfit: "153.675",
    liquidationPrice: "1930.4",
    margin: "2367.75",
    notional: "7256.925",
  },
  {
    symbol: "BTC/USDT:USDT",
    positionSide: "short",
    contracts: "0.04",
    entryPrice: "91250",
    markPrice: "91904.5",
    leverage: 5,
    unrealizedProfit: "-26.18",
  },
];

/** What a plan begins with: the long of above. */
const SNAPSHOT: Snapshot = {
  position: "2.5",
  equity: "12271.29",
  free: "10271.29",
  bid: "2902.7",
  ask: "2902.8",
  leverage: 3,
  marginMode: "isolated",
  positionMode: "one-way",
  othersOpen: true,
};

/** A market that goes up and down. */
async function candlesOf({ step, since, count }: CandleQuery) {
  const at = (index: number) => unixMs(since + index * CANDLE_STEPS[step]);
  const price = (index: number) => (2_500 + 400 * Math.sin(index / 9) + 25 * Math.sin(index)).toFixed(2);
  const candles = Array.from({ length: count }, (_, index): Candle => {
    const [open, close] = [price(index), price(index + 1)];
    const [low, high] = [Math.min(Number(open), Number(close)) - 6, Math.max(Number(open), Number(close)) + 6];
    return { at: at(index), open, high: high.toFixed(2), low: low.toFixed(2), close };
  });
  return ok(candles);
}

const EQUITY_EVERY_MS = 3 * 60 * 60 * 1_000;

/** Up and down, with a deposit half-way. */
function equityOf({
  now,
  spanMs,
  random,
}: Pick<SeededOptions, "now" | "spanMs"> & { readonly random: SeededRandom }): readonly EquitySnapshot[] {
  const count = Math.min(2_000, Math.floor(spanMs / EQUITY_EVERY_MS));
  let cents = 1_000_000;
  return Array.from({ length: count }, (_, index) => {
    const deposit = index === Math.floor(count / 2) ? 250_000 : 0;
    cents += random.below(9_000) - 4_300 + deposit;
    const at = unixMs(now - (count - 1 - index) * EQUITY_EVERY_MS);
    const since = unixMs(at - EQUITY_EVERY_MS);
    const moved = { since, funding: index % 3 === 0 ? "-0.37" : "0", transfers: `${deposit / 100}` };
    const told = { equity: `${cents / 100}`, free: `${(cents - 200_000) / 100}` };
    return { account: "myBinance", at, settle: "USDT", ...told, ...(index === 0 ? {} : { moved }) };
  });
}

interface MadeUp {
  readonly at: UnixMs;
  readonly index: number;
  readonly random: SeededRandom;
}

/** An alert, and what became of it: mostly filled, some of it badly. */
export function madeUp({ at, index, random }: MadeUp) {
  const id = alertId(`${timePrefix(at)}${index.toString(10).padStart(16, "0")}`);
  const symbol = random.pick(SYMBOLS);
  const fate = random.next();
  const isClosing = index % 2 === 1;
  const text = `myBinance ${symbol.split(":")[0]} ${isClosing ? "close" : "buy 300$ x3"}`;
  const base = { alertId: id, receivedAt: at, text, warnings: [] };
  if (fate < 0.01) {
    const line = {
      line: 1,
      text: "myBinance ETH/USDT byu 300$",
      code: "UNKNOWN_WORD",
      message: '"byu" is not known, did you mean buy?',
    };
    return { alert: { ...base, accepted: [], rejected: [line] }, order: undefined };
  }
  const orderId = orderIdOf(id, 0);
  const accepted = [{ line: 1, orderId, account: "myBinance", symbol }];
  // Some close the whole, whichever side that is.
  const hasNoSide = index % 8 === 7;
  const tag = TAGS[(index >> 1) % TAGS.length];
  const asked = { line: 1, account: "myBinance", symbol, reduceOnly: isClosing, ...(tag === undefined ? {} : { tag }) };
  const order = orderRecord({
    orderId,
    alertId: id,
    text,
    ...asked,
    order: hasNoSide
      ? { ...asked, command: "close" }
      : { ...BUY, ...asked, ...(isClosing ? { command: "sell", side: "sell" } : {}) },
    receivedAt: at,
    events: [{ at, kind: "received" }],
  });
  const state = fate < 0.025 ? rejected(order, at) : filled(order, { at, index, isClosing, random });
  const events = [...order.events, ...eventsOf(state, at)];
  return { alert: { ...base, accepted, rejected: [] }, order: { ...order, state, events } };
}

function rejected({ state }: OrderRecord, at: UnixMs): OrderState {
  const ended = { phase: { kind: "ended" }, attempts: 1, endedAt: unixMs(at + 420) } as const;
  return { ...state, ...ended, status: "rejected", code: "PERMISSION_DENIED", reason: REJECTION };
}

function filled(
  { state, orderId, symbol }: OrderRecord,
  { at, index, isClosing, random }: MadeUp & { readonly isClosing: boolean },
): OrderState {
  const price = 2_000 + random.below(100_000) / 100;
  const profit = isClosing ? String((random.below(7_400) - 3_450) / 100) : "0";
  const execution = {
    clientOrderId: `${orderId}000`,
    side: isClosing ? ("sell" as const) : ("buy" as const),
    contracts: "0.3",
    averagePrice: String(price),
    fee: { cost: "0.31", currency: "USDT" },
    accounted: { realizedProfit: profit, closedContracts: isClosing ? "0.3" : "0" },
  };
  // Some asked for a price lock, and some of those filled as makers, half a dollar off the price at receipt.
  const isLocked = index % 9 === 0;
  const work = isLocked ? { work: lockedWork({ at, symbol, isClosing, price: String(price + 0.5) }) } : {};
  const maker = isLocked && index % 2 === 0 ? { maker: true as const } : {};
  return {
    ...state,
    ...work,
    status: "filled",
    phase: { kind: "ended" },
    code: "FILLED",
    reason: "filled",
    attempts: 1,
    fills: {
      contracts: "0.3",
      value: formatDecimal(decimal(String(price)).times("0.3")),
      feeCost: "0.31",
      feeCurrency: "USDT",
    },
    executions: [{ ...execution, ...maker }],
    sent: "0.3",
    clientOrderIds: [execution.clientOrderId],
    firstAttemptAt: unixMs(at + 12),
    submittedAt: unixMs(at + 95),
    filledAt: unixMs(at + 240),
    endedAt: unixMs(at + 241),
  };
}

function lockedWork({
  at,
  symbol,
  isClosing,
  price,
}: {
  readonly at: UnixMs;
  readonly symbol: string;
  readonly isClosing: boolean;
  readonly price: string;
}): Work {
  const step = {
    kind: "place",
    purpose: isClosing ? "close" : "open",
    side: isClosing ? "sell" : "buy",
    orderType: "market",
    contracts: "0.3",
    reduceOnly: isClosing,
    pricelock: 20,
  } as const;
  const inputs = { price, position: isClosing ? "0.3" : "0", equity: "1000", free: "1000" };
  return {
    deadline: unixMs(at + 40_000),
    instrument: { ...ETH, symbol },
    plan: { outcome: "steps", steps: [step], inputs, warnings: [] },
  };
}

function eventsOf({ status, code = "FILLED", reason = "", endedAt }: OrderState, at: UnixMs): OrderRecord["events"] {
  if (status !== "filled" && status !== "rejected") return [];
  return [
    { at: unixMs(at + 12), kind: "attempt", attempt: 1 },
    { at: endedAt ?? at, kind: "ended", status, code, reason },
  ];
}
