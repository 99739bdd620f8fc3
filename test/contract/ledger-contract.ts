// What every ledger must do. Run for each implementation.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EVERY_SYMBOL } from "../../lib/core/alert/symbol-of.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { type AlertId, alertId, type OrderId, orderIdOf, timePrefix, type UnixMs, unixMs } from "../../lib/core/ids.ts";
import { STATS_KEYS, type StatsTrade } from "../../lib/core/trade/summary.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import { cellsOf } from "../../lib/core/trade/trade-cells.ts";
import type { KeyClaim, Ledger, TradeFilter } from "../../lib/ports/ledger.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";
import type { VirtualClock } from "../support/virtual-clock.ts";

export interface LedgerUnderTest {
  readonly ledger: Ledger;
  readonly clock: VirtualClock;
  /** Closes the ledger and opens it again on what it stored; absent when it keeps nothing. */
  readonly reopen?: () => Promise<Ledger>;
  close(): Promise<void>;
}

const ENDED = {
  at: unixMs(1_700_000_000_000),
  kind: "ended",
  status: "cancelled",
  code: "CANCELLED",
  reason: "done",
} as const;
const CANCELLED = { status: "cancelled", phase: { kind: "ended" }, code: "CANCELLED" } as const;
const PLACE = {
  kind: "place",
  purpose: "open",
  side: "buy",
  orderType: "limit",
  contracts: "1",
  price: "9",
  reduceOnly: false,
} as const;
const PLACED = {
  status: "placed",
  phase: { kind: "ended" },
  open: [
    { submission: { clientOrderId: "dip1", step: PLACE, intentAt: unixMs(1_700_000_000_000), positionBefore: "0" } },
  ],
} as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/** An order received at `time`, the `ordinal`th of its alert. */
export function orderAt(time: UnixMs, ordinal = 0, change: Partial<OrderRecord> = {}): OrderRecord {
  const alert = alertId(`${timePrefix(time)}0123456789abcdef`);
  return orderRecord({ alertId: alert, orderId: orderIdOf(alert, ordinal), receivedAt: time, ...change });
}

/** What statistics read of a trade: nothing else need be the same. */
function statsOf(trade: StatsTrade): Partial<StatsTrade> {
  return Object.fromEntries(STATS_KEYS.flatMap((key) => (trade[key] === undefined ? [] : [[key, trade[key]]])));
}

export function describeLedger(name: string, make: () => Promise<LedgerUnderTest>): void {
  describe(`${name} as a ledger`, () => {
    let under: LedgerUnderTest;
    let ledger: Ledger;
    let now: UnixMs;
    beforeEach(async () => {
      under = await make();
      ledger = under.ledger;
      now = under.clock.now();
    });
    afterEach(() => under.close());

    test("M19: an order keeps what was worth saying of its line, and its trade tells it", async () => {
      const warned = orderAt(now, 0, { warnings: [{ line: 1, code: "IGNORED", token: "x3", message: "ignored" }] });
      await ledger.createOrder(warned);
      await ledger.updateOrder({ ...warned, state: { ...warned.state, ...CANCELLED } }, [ENDED]);
      expect((await ledger.getOrder(warned.orderId))?.warnings).toEqual(warned.warnings);
      const { trades } = await ledger.listTrades({});
      expect(trades.map(({ warnings }) => warnings)).toEqual([["ignored"]]);
    });

    test("keeps an order exactly as it was written", async () => {
      const order = orderAt(now);
      expect(await ledger.createOrder(order)).toBe("created");
      expect(await ledger.getOrder(order.orderId)).toEqual(order);
    });

    test("does not know an order that was never written", async () => {
      expect(await ledger.getOrder(orderAt(now).orderId)).toBeUndefined();
    });

    test("leaves an order that exists as it is", async () => {
      const order = orderAt(now);
      await ledger.createOrder(order);
      expect(await ledger.createOrder({ ...order, text: "another" })).toBe("exists");
      expect(await ledger.getOrder(order.orderId)).toEqual(order);
    });

    test("changes state and story together, on the version that was read", async () => {
      const order = orderAt(now);
      await ledger.createOrder(order);
      const state = { ...order.state, status: "working", attempts: 1 } as const;
      const newEvents = [{ at: now, kind: "attempt", attempt: 1 }] as const;
      expect(await ledger.updateOrder({ ...order, state }, newEvents)).toBe(true);
      const stored = await ledger.getOrder(order.orderId);
      expect(stored).toEqual({ ...order, version: 2, state, events: [...order.events, ...newEvents] });
    });

    test("refuses a change on a version that is gone, and changes nothing", async () => {
      const order = orderAt(now);
      await ledger.createOrder(order);
      await ledger.updateOrder({ ...order, state: { ...order.state, attempts: 1 } }, []);
      expect(await ledger.updateOrder({ ...order, state: { ...order.state, attempts: 9 } }, [])).toBe(false);
      expect((await ledger.getOrder(order.orderId))?.state.attempts).toBe(1);
    });

    test("of two changes on one version exactly one holds", async () => {
      const order = orderAt(now);
      await ledger.createOrder(order);
      const change = (attempts: number) => ledger.updateOrder({ ...order, state: { ...order.state, attempts } }, []);
      expect((await Promise.all([change(1), change(2), change(3)])).filter(Boolean)).toHaveLength(1);
    });

    test("opening an alert tells which of the same body are open, oldest first, until they are closed", async () => {
      const [first, second, third] = [0, 1_000, 2_000].map((after) => {
        const time = unixMs(now + after);
        return { alertId: orderAt(time).alertId, receivedAt: time };
      });
      if (first === undefined || second === undefined || third === undefined) throw new Error("three alerts");
      expect(await ledger.openAlert("body", second)).toEqual([]);
      expect(await ledger.openAlert("body", first)).toEqual([second]);
      expect(await ledger.openAlert("another", first)).toEqual([]);
      expect(await ledger.openAlert("body", third)).toEqual([first, second]);
      await ledger.closeAlerts("body", [first.alertId, third.alertId]);
      expect(await ledger.openAlert("body", third)).toEqual([second]);
      await ledger.closeAlerts("body", [second.alertId, third.alertId]);
      expect(await ledger.openAlert("body", first)).toEqual([]);
    });

    test("keeps an alert with what became of each line", async () => {
      const { alertId: id, orderId } = orderAt(now);
      const alert = {
        alertId: id,
        receivedAt: now,
        text: "demo ETH/USDT buy 1\nnonsense",
        accepted: [{ line: 1, orderId, account: "demo", symbol: "ETH/USDT:USDT" }],
        rejected: [{ line: 2, text: "nonsense", code: "ACCOUNT_UNKNOWN", message: "no" }],
        warnings: [],
      };
      await ledger.putAlert(alert);
      expect(await ledger.getAlert(id)).toEqual(alert);
      expect(await ledger.getAlert(orderAt(unixMs(now + 5)).alertId)).toBeUndefined();
    });

    test("lists alerts, newest first, over days, in pages and from a time on", async () => {
      const alertAt = (after: number) => {
        const receivedAt = unixMs(now + after);
        const { alertId: id } = orderAt(receivedAt);
        return { alertId: id, receivedAt, text: String(after), accepted: [], rejected: [], warnings: [] };
      };
      const afters = [0, 1, 5_000, DAY_MS, 3 * DAY_MS, 3 * DAY_MS + 1];
      for (const after of afters) await ledger.putAlert(alertAt(after));
      await ledger.createOrder(orderAt(unixMs(now + 7)));
      under.clock.advance(4 * DAY_MS);
      const newestFirst = [...afters].reverse().map(String);
      expect((await ledger.listAlerts({})).alerts.map(({ text }) => text)).toEqual(newestFirst);
      expect((await ledger.listAlerts({ since: unixMs(now + 1) })).alerts).toHaveLength(5);
      const paged: string[] = [];
      let cursor: AlertId | undefined;
      do {
        const page = await ledger.listAlerts({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        paged.push(...page.alerts.map(({ text }) => text));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(paged).toEqual(newestFirst);
      expect((await ledger.listAlerts({ limit: 1 })).alerts[0]).toEqual(alertAt(3 * DAY_MS + 1));
    });

    test("lists the alerts with a refused line alone, newest first, in pages and from a time on", async () => {
      const refusedLine = { line: 1, text: "byu", code: "UNKNOWN_WORD", message: "no" };
      for (const [after, rejected] of [
        [0, [refusedLine]],
        [10, []],
        [20, [refusedLine]],
        [2 * DAY_MS, [refusedLine, { ...refusedLine, line: 2 }]],
      ] as const) {
        const receivedAt = unixMs(now + after);
        const { alertId: id } = orderAt(receivedAt);
        await ledger.putAlert({ alertId: id, receivedAt, text: String(after), accepted: [], rejected, warnings: [] });
      }
      under.clock.advance(3 * DAY_MS);
      const { alerts, cursor } = await ledger.listAlerts({ refused: true, limit: 2 });
      expect(alerts.map(({ text, rejected }) => [text, rejected.length])).toEqual([
        [String(2 * DAY_MS), 2],
        ["20", 1],
      ]);
      const rest = await ledger.listAlerts({ refused: true, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      expect(rest.alerts.map(({ text }) => text)).toEqual(["0"]);
      expect((await ledger.listAlerts({ refused: true, since: unixMs(now + 5) })).alerts).toHaveLength(2);
      expect((await ledger.listTrades({ status: "rejected" })).trades).toEqual([]);
    });

    test("a key belongs to whoever claimed it first, within its window", async () => {
      const claim = (time: UnixMs): KeyClaim => {
        const { orderId, alertId: id } = orderAt(time);
        return { orderId, alertId: id, line: 1, claimedAt: time };
      };
      const later = unixMs(now + 5_000);
      expect(await ledger.claimKey("key", claim(now), unixMs(now - DAY_MS))).toEqual(claim(now));
      expect(await ledger.claimKey("key", claim(later), unixMs(later - DAY_MS))).toEqual(claim(now));
      const next = unixMs(now + DAY_MS + 1);
      expect(await ledger.claimKey("key", claim(next), unixMs(next - DAY_MS))).toEqual(claim(next));
    });

    test("a key claimed at the same moment from two sides has one owner", async () => {
      const claims = [0, 1, 2].map((ordinal) => {
        const { orderId, alertId: id } = orderAt(now, ordinal);
        return { orderId, alertId: id, line: ordinal, claimedAt: now };
      });
      const owners = await Promise.all(claims.map((claim) => ledger.claimKey("key", claim, unixMs(now - DAY_MS))));
      expect(new Set(owners.map(({ orderId }) => orderId)).size).toBe(1);
    });

    describe("listing", () => {
      const btc = { symbol: "BTC/USDT:USDT" };
      const other = { account: "Other" };
      const listed = async (filter: TradeFilter) => {
        const { orders } = await ledger.listOrders(filter);
        return orders.map(({ receivedAt, account, symbol }) => [
          Math.round((receivedAt - now) / 1000),
          account,
          symbol,
        ]);
      };
      const eth = "ETH/USDT:USDT";

      beforeEach(async () => {
        await ledger.createOrder(orderAt(now));
        await ledger.createOrder(orderAt(unixMs(now + 1_000), 0, btc));
        await ledger.createOrder(orderAt(unixMs(now + 2_000), 0, other));
        await ledger.createOrder(orderAt(unixMs(now + 3 * DAY_MS)));
        under.clock.advance(4 * DAY_MS);
      });

      test("is newest first, over days without any orders too", async () => {
        expect(await listed({})).toEqual([
          [259_200, "demo", eth],
          [2, "Other", eth],
          [1, "demo", "BTC/USDT:USDT"],
          [0, "demo", eth],
        ]);
      });

      test.each<[string, TradeFilter, number[]]>([
        ["an account", { account: "demo" }, [259_200, 1, 0]],
        ["an account in any case", { account: "OTHER" }, [2]],
        ["an account's market", { account: "demo", symbol: eth }, [259_200, 0]],
        ["a market of all accounts", { symbol: eth }, [259_200, 2, 0]],
        ["a status", { status: "queued" }, [259_200, 2, 1, 0]],
        ["a status none has", { status: "filled" }, []],
      ])("can be of %s", async (_, filter, expected) => {
        expect((await listed(filter)).map(([time]) => time)).toEqual(expected);
      });

      test("can be of the words for a whole account, which are of no market", async () => {
        const word = unixMs(now + 4 * DAY_MS);
        await ledger.createOrder(orderAt(word, 0, { symbol: EVERY_SYMBOL }));
        const words = await ledger.listOrders({ account: "demo", symbol: EVERY_SYMBOL, since: word, limit: 10 });
        expect(words.orders.map(({ receivedAt }) => receivedAt)).toEqual([word]);
        expect(await listed({ account: "demo", symbol: eth, since: word })).toEqual([]);
      });

      test("can begin and end at a time: at or after the one, before the other", async () => {
        const filter = { since: unixMs(now + 1_000), until: unixMs(now + 3 * DAY_MS) };
        expect((await listed(filter)).map(([time]) => time)).toEqual([2, 1]);
        expect((await listed({ ...filter, account: "demo" })).map(([time]) => time)).toEqual([1]);
      });

      test.each([{}, { account: "demo" }])("pages without loss or repeat: %o", async (filter) => {
        const all = await listed(filter);
        const paged: unknown[] = [];
        let cursor: string | undefined;
        do {
          const page = await ledger.listOrders({ ...filter, limit: 1, ...(cursor === undefined ? {} : { cursor }) });
          paged.push(...page.orders.map(({ receivedAt }) => Math.round((receivedAt - now) / 1000)));
          cursor = page.cursor;
        } while (cursor !== undefined);
        expect(paged).toEqual(all.map(([time]) => time));
      });

      test("shows of an order that ended what it came to, and of one that has not what is so far", async () => {
        const order = orderAt(unixMs(now + 1_000), 0, btc);
        const events = [...order.events, ENDED];
        const ended = { ...order, state: { ...order.state, ...CANCELLED }, events };
        await ledger.updateOrder(ended, [ENDED]);
        const { trades } = await ledger.listTrades({ account: "demo" });
        expect(trades.map(({ status }) => status)).toEqual(["queued", "cancelled", "queued"]);
        expect(trades[1]).toEqual(JSON.parse(JSON.stringify(tradeOf(ended))));
        expect((await ledger.listTrades({ status: "cancelled" })).trades).toEqual([trades[1]]);
        expect((await ledger.listTrades({ status: "queued", account: "Other" })).trades).toHaveLength(1);
        expect((await ledger.listTrades({ status: "working" })).trades).toEqual([]);
      });

      test("are the same as statistics and as files read them, ended or not, by any filter and in pages", async () => {
        const order = orderAt(unixMs(now + 1_000), 0, btc);
        const ended = { ...order, state: { ...order.state, ...CANCELLED }, events: [...order.events, ENDED] };
        await ledger.updateOrder(ended, [ENDED]);
        const filters = [{}, { account: "DEMO" }, { status: "queued" }, { status: "cancelled" }, { limit: 2 }] as const;
        for (const filter of filters) {
          const whole = await ledger.listTrades(filter);
          const [stats, cells] = [await ledger.listStatsTrades(filter), await ledger.listTradeCells(filter)];
          expect(stats.trades.map(statsOf)).toEqual(whole.trades.map(statsOf));
          expect(cells.trades).toEqual(whole.trades.map(cellsOf));
          expect([stats.cursor, cells.cursor]).toEqual([whole.cursor, whole.cursor]);
        }
      });

      test("can be of a strategy", async () => {
        const tagged = orderAt(unixMs(now + 9_000));
        await ledger.createOrder({ ...tagged, order: { ...tagged.order, tag: "macd" } });
        expect((await ledger.listTrades({ tag: "macd" })).trades.map(({ orderId }) => orderId)).toEqual([
          tagged.orderId,
        ]);
        expect((await ledger.listTrades({ tag: "rsi", account: "demo" })).trades).toEqual([]);
      });

      test("finds several orders by their ids, in their order", async () => {
        const ids = [orderAt(unixMs(now + 2_000)), orderAt(unixMs(now + 5)), orderAt(now)].map(
          ({ orderId }) => orderId,
        );
        expect((await ledger.getOrders(ids)).map(({ orderId }) => orderId)).toEqual([ids[0], ids[2]]);
      });

      test("of what is followed is oldest first, from where the last page ended, and only while it is", async () => {
        const placed = [0, 1, 2].map((ordinal) => orderAt(unixMs(now + 50), ordinal));
        for (const order of placed) {
          await ledger.createOrder(order);
          await ledger.updateOrder({ ...order, state: { ...order.state, ...PLACED } }, [ENDED]);
        }
        const [first, second, third] = placed.map(({ orderId }) => orderId);
        if (first === undefined || second === undefined || placed[1] === undefined) throw new Error("three orders");
        const followed = async (page: { readonly max: number; readonly after?: OrderId }) =>
          (await ledger.listFollowed("DEMO", page)).map(({ orderId }) => orderId);
        expect(await followed({ max: 2 })).toEqual([first, second]);
        expect(await followed({ max: 2, after: second })).toEqual([third]);
        expect(await ledger.listFollowed("Other", { max: 2 })).toEqual([]);
        await ledger.updateOrder({ ...placed[1], version: 2, state: { ...placed[1].state, ...CANCELLED } }, [ENDED]);
        expect(await followed({ max: 9 })).toEqual([first, third]);
      });

      test("pages through more than one batch", async () => {
        const many = { account: "many" };
        for (let ordinal = 0; ordinal < 230; ordinal++)
          await ledger.createOrder(orderAt(unixMs(now + 7), ordinal, many));
        const { orders } = await ledger.listOrders({ ...many, limit: 1_000 });
        expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(230);
      });

      test("finds the order before another of the same market", async () => {
        const last = orderAt(unixMs(now + 3 * DAY_MS));
        expect((await ledger.findPreviousOrder(last))?.receivedAt).toBe(now);
        expect(await ledger.findPreviousOrder(orderAt(now))).toBeUndefined();
      });
    });

    test("keeps everything over a restart", async (context) => {
      if (under.reopen === undefined) return context.skip();
      const order = orderAt(now);
      await ledger.createOrder(order);
      await ledger.openAlert("body", { alertId: order.alertId, receivedAt: now });
      ledger = await under.reopen();
      expect(await ledger.getOrder(order.orderId)).toEqual(order);
      expect(await ledger.openAlert("body", { alertId: orderAt(now, 1).alertId, receivedAt: now })).toHaveLength(1);
      expect((await ledger.listOrders({})).orders).toEqual([order]);
    });
  });
}
