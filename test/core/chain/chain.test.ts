// The alerts of one bar, in whatever order they arrive.
import { describe, expect, test } from "vitest";
import type { AlertOrder, PositionOrder } from "../../../lib/core/alert/alert-order.ts";
import {
  afterHole,
  arrive,
  type Chain,
  EMPTY_CHAIN,
  hasHole,
  isToldHole,
  isYoung,
} from "../../../lib/core/chain/chain.ts";
import { follows, layLinks } from "../../../lib/core/chain/lay-links.ts";
import { type OrderId, orderIdOf, unixMs } from "../../../lib/core/ids.ts";
import { ALERT, T0 } from "../execution/order-fixture.ts";

const base = { line: 1, account: "a", symbol: "ETH/USDT:USDT", reduceOnly: false } as const;
const STATES = ["1", "0", "-1"];

function position(target: string, change: Partial<PositionOrder> = {}): PositionOrder {
  return { ...base, command: "position", quantity: { value: target, unit: "base", basis: "nominal" }, ...change };
}

interface Alert {
  readonly id: OrderId;
  readonly order: AlertOrder;
}

/** Every walk of `steps` moves from `from`: each to another target than the last. */
function walks(from: string, steps: number): readonly (readonly string[])[] {
  if (steps === 0) return [[]];
  const moves = STATES.filter((state) => state !== from);
  return moves.flatMap((next) => walks(next, steps - 1).map((rest) => [next, ...rest]));
}

function orders<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length === 0) return [[]];
  return list.flatMap((first, index) =>
    orders(list.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}

/** What is held after they arrived, and what each came to. */
function play(
  alerts: readonly Alert[],
  start: Chain,
  held: string,
  isFlat: boolean,
  isUnread: (index: number) => boolean = () => false,
) {
  let chain = start;
  let holds = held;
  const verdicts: string[] = [];
  for (const [index, { id, order }] of alerts.entries()) {
    const seen = isUnread(index) ? undefined : isFlat;
    const arrival = { orderId: id, receivedAt: unixMs(T0 + index), order, isFlat: seen };
    chain = arrive(chain, arrival);
    expect(arrive(chain, arrival)).toBe(chain);
    if (isUnread(index)) continue;
    const verdict = chain.last?.verdict;
    if (verdict?.kind === "trades" && order.command === "position") holds = order.quantity.value;
    if (verdict?.kind === "restored") holds = verdict.order.quantity.value;
    verdicts.push(verdict?.kind ?? "");
  }
  return { chain, holds, verdicts };
}

function alertsOf(from: string, walk: readonly string[], timed: boolean): readonly Alert[] {
  return walk.map((target, index) => ({
    id: orderIdOf(ALERT, index),
    order: position(target, {
      prev: walk[index - 1] ?? from,
      ...(timed ? { at: new Date(T0 + index * 1_000).toISOString() } : {}),
    }),
  }));
}

describe.each([false, true])("every order of arrival of every walk of up to 4 alerts, with at: %s", (timed) => {
  test.each(STATES)("from %s ends at the walk's last target", (from) => {
    let played = 0;
    for (const steps of [1, 2, 3, 4]) {
      for (const walk of walks(from, steps)) {
        for (const arrived of orders(alertsOf(from, walk, timed))) {
          const { holds } = play(arrived, { origin: from, links: [] }, from, from === "0");
          expect(holds, `${from} ${walk.join(" ")}: ${arrived.map(({ id }) => id.slice(-1)).join("")}`).toBe(
            walk.at(-1),
          );
          played++;
        }
      }
    }
    expect(played).toBe(2 + 4 * 2 + 8 * 6 + 16 * 24);
  });

  test("so it does whichever ended before the market was read, once the last to arrive is read", () => {
    for (const from of STATES)
      for (const walk of walks(from, 3))
        for (const arrived of orders(alertsOf(from, walk, timed)))
          for (const unread of [1, 2, 3]) {
            const isUnread = (index: number) => (unread & (1 << index)) !== 0;
            for (const start of from === "0"
              ? [EMPTY_CHAIN, { origin: from, links: [] }]
              : [{ origin: from, links: [] }])
              expect(
                play(arrived, start, from, from === "0", isUnread).holds,
                `${from} ${walk.join(" ")}: ${arrived.map(({ id }) => id.slice(-1)).join("")} without ${unread}`,
              ).toBe(walk.at(-1));
          }
  });

  test("from a flat market of which nothing is on record too", () => {
    for (const walk of walks("0", 3))
      for (const arrived of orders(alertsOf("0", walk, timed)))
        expect(play(arrived, EMPTY_CHAIN, "0", true).holds).toBe(walk.at(-1));
  });
});

describe("an arriving alert", () => {
  const [first, second, third] = alertsOf("0", ["1", "-1", "0"], false) as [Alert, Alert, Alert];

  test("that is late trades nothing, and names what is held", () => {
    const { chain, verdicts } = play([second, first], EMPTY_CHAIN, "0", true);
    expect(verdicts).toEqual(["trades", "superseded"]);
    expect(chain.last?.verdict).toEqual({ kind: "superseded", by: second.id });
  });

  test("may restore what something early had traded over", () => {
    const back = alertsOf("0", ["1", "0", "1"], true) as [Alert, Alert, Alert];
    const odd = { ...first, order: position("1", { prev: "0" }) };
    const { chain, verdicts, holds } = play([third, odd, second], EMPTY_CHAIN, "0", true);
    expect(verdicts).toEqual(["trades", "trades", "restored"]);
    expect(holds).toBe("0");
    expect(chain.last?.verdict).toMatchObject({ kind: "restored", by: third.id, order: { quantity: { value: "0" } } });
    expect(play(back, EMPTY_CHAIN, "0", true).holds).toBe("1");
  });

  test("where nothing is on record and something is open, is believed", () => {
    const { chain } = play([second], EMPTY_CHAIN, "1", false);
    expect(chain.origin).toBe("1");
    const sized = { ...second, order: position("-1", { prev: "1", prevIsSize: true }) };
    const unknown = play([sized], EMPTY_CHAIN, "1", false).chain;
    expect(unknown.origin).toBeUndefined();
    expect(play([third], unknown, "-1", false)).toMatchObject({ verdicts: ["trades"], holds: "0" });
  });

  test("leaves from the front once it is 10 s older than the newest, and the origin moves with it", () => {
    const at = (alert: Alert, seconds: number) => ({
      orderId: alert.id,
      receivedAt: unixMs(T0 + seconds * 1_000),
      order: alert.order,
      isFlat: true,
    });
    const young = arrive(arrive(EMPTY_CHAIN, at(first, 0)), at(second, 10));
    expect(young).toMatchObject({ origin: "0" });
    const later = arrive(young, at(third, 10.5));
    expect(later).toMatchObject({ origin: "1", last: { verdict: { kind: "trades" } } });
    expect(later.links).toHaveLength(2);
    expect(later.last?.lost).toBeUndefined();
    // The first never came: what it left is said once its bar is over.
    const holed = arrive(arrive(EMPTY_CHAIN, at(second, 0)), at(third, 20));
    expect(holed.last).toMatchObject({ lost: true });
  });

  test("is one of at most 12 that are remembered", () => {
    let chain = EMPTY_CHAIN;
    for (let index = 0; index < 15; index++) {
      const order = position(index % 2 === 0 ? "1" : "0", { prev: index % 2 === 0 ? "0" : "1" });
      chain = arrive(chain, { orderId: orderIdOf(ALERT, index), receivedAt: T0, order, isFlat: true });
    }
    expect(chain.links).toHaveLength(12);
  });
});

test("other orders: a full close and a plain position set the target, buy, sell and a part make it unknown", () => {
  const id = orderIdOf(ALERT, 9);
  const { chain } = play(alertsOf("0", ["1"], false), EMPTY_CHAIN, "0", true);
  const after = (order: AlertOrder) => {
    const { last: _last, ...left } = arrive(chain, { orderId: id, receivedAt: T0, order, isFlat: false });
    return left;
  };
  const close = { ...base, command: "close", reduceOnly: true } as const;
  const quantity = { value: "1", unit: "base", basis: "nominal" } as const;
  expect(after(close)).toEqual({ origin: "0", links: [], holds: id });
  expect(after({ ...close, quantity: { value: "100", unit: "percent" } })).toEqual({
    origin: "0",
    links: [],
    holds: id,
  });
  expect(after(position("7"))).toEqual({ origin: "7", links: [], holds: id });
  expect(after({ ...close, quantity: { value: "50", unit: "percent" } })).toEqual({ links: [] });
  expect(after({ ...close, quantity: { value: "1", unit: "base" } })).toEqual({ links: [] });
  expect(after({ ...base, command: "buy", side: "buy", quantity })).toEqual({ links: [] });
  expect(after({ ...base, command: "sell", side: "sell", quantity })).toEqual({ links: [] });
  const cancel = { ...base, command: "cancel", cancel: "all" } as const;
  expect(arrive(chain, { orderId: id, receivedAt: T0, order: cancel, isFlat: false })).toBe(chain);
});

test("a size may be long or short, and is never the alert's own target", () => {
  const sized = { prev: "1", prevIsSize: true, target: "1" } as const;
  expect([follows(sized, "-1"), follows(sized, "1"), follows(sized, "2"), follows(sized, undefined)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(follows({ prev: "1.0", target: "0" }, "1")).toBe(true);
  expect(layLinks([], "0")).toEqual({ links: [], holes: 0 });
});

test("12 alerts of one bar are laid in no time", () => {
  const links = Array.from({ length: 12 }, (_, index) => ({ prev: String(index), target: String(index + 1) }));
  expect(layLinks([...links].reverse(), "0").links).toEqual(links);
});

describe("a hole that is left", () => {
  const alert = (chain: Chain, ordinal: number, [prev, target]: readonly [string, string]) =>
    arrive(chain, {
      orderId: orderIdOf(ALERT, ordinal),
      receivedAt: unixMs(T0 + ordinal * 60_000),
      order: position(target, { prev }),
      isFlat: ordinal === 0,
    });

  test("is there while the targets do not follow one another", () => {
    const whole = alert(EMPTY_CHAIN, 0, ["0", "1"]);
    expect([hasHole(whole), isToldHole(whole), hasHole(EMPTY_CHAIN)]).toEqual([false, false, false]);
    const holed = alert(whole, 1, ["-1", "2"]);
    expect([hasHole(holed), isToldHole(holed)]).toEqual([true, true]);
    const [now, later] = [unixMs(T0 + 70_000), unixMs(T0 + 70_001)];
    expect([isYoung(holed, now), isYoung(holed, later), isYoung(EMPTY_CHAIN, now)]).toEqual([true, false, false]);
  });

  test("once told, leaves the group with what it holds; where targets never meet, it is not told again", () => {
    const told = afterHole(alert(alert(EMPTY_CHAIN, 0, ["0", "1"]), 1, ["-1", "2"]));
    expect(told).toMatchObject({ origin: "2", links: [], unmet: true });
    expect(afterHole(EMPTY_CHAIN)).toBe(EMPTY_CHAIN);
    const again = alert(told, 2, ["4", "3"]);
    expect([hasHole(again), isToldHole(again), afterHole(again).origin]).toEqual([true, false, "3"]);
    const met = alert(afterHole(again), 3, ["3", "5"]);
    expect([hasHole(met), met.unmet]).toEqual([false, undefined]);
    expect(isToldHole(alert(met, 4, ["0", "1"]))).toBe(true);
  });
});
