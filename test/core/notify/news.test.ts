import { describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import { NO_NEWS, withFound, withHole, withoutHole } from "../../../lib/core/notify/news.ts";
import type { Notification } from "../../../lib/core/notify/notification.ts";
import { tellLoss } from "../../../lib/core/notify/tell-loss.ts";
import { tellLostAlert } from "../../../lib/core/notify/tell-lost-alert.ts";
import { BUY, ORDER_ID, T0 } from "../execution/order-fixture.ts";

const DAY_MS = 24 * 3_600_000;
const ETH = { account: "demo", symbol: "ETH/USDT:USDT" };
const BTC = { account: "demo", symbol: "BTC/USDT:USDT" };
const OTHER = { account: "other", symbol: "ETH/USDT:USDT" };

function found(key: string, at: number = T0): Notification {
  return { key, event: "lost-alert", at: unixMs(at), text: "something" };
}

describe("news", () => {
  test("keep each group that is to be looked at once, until it was looked at", () => {
    const holes = [ETH, BTC, OTHER, ETH].reduce(withHole, NO_NEWS);
    expect(holes.holes).toEqual([ETH, BTC, OTHER]);
    expect(withHole(holes, ETH)).toBe(holes);
    expect(withoutHole(holes, ETH).holes).toEqual([BTC, OTHER]);
  });

  test("keep what was found once under its key, for days", () => {
    const one = withFound(NO_NEWS, found("a"), T0);
    expect(withFound(one, found("a", T0 + 1), unixMs(T0 + 1))).toBe(one);
    const late = unixMs(T0 + 3 * DAY_MS);
    expect(withFound(one, found("b", late), late).found.map(({ key }) => key)).toEqual(["a", "b"]);
    const later = unixMs(late + 1);
    expect(withFound(one, found("b", later), later).found.map(({ key }) => key)).toEqual(["b"]);
  });
});

test("a day's loss is told under its date, as long as it is of these days", () => {
  const account = { id: "demo", timezone: "Europe/Berlin", maxDailyLossUsd: "100" };
  const day = { date: "2026-11-30", equity: "1000", lost: "150.25" };
  const now = unixMs(Date.parse("2026-12-02T00:00Z"));
  expect(tellLoss(account, day, now)).toEqual({
    key: "loss:demo:2026-11-30",
    event: "day-loss",
    at: now,
    text: [
      "The day's loss has closed demo: 150.25 USD were lost since the first order of 2026-11-30, when the equity was 1000; MAX_DAILY_LOSS_USD is 100.",
      "Nothing opens until that day ends in Europe/Berlin; what closes goes on. To open again at once: whook resume demo",
    ].join("\n"),
    account: "demo",
  });
  expect(tellLoss(account, day, unixMs(now + 1))).toBeUndefined();
  expect(tellLoss(account, { date: day.date, equity: "1000" }, now)).toBeUndefined();
  expect(tellLoss(account, undefined, now)).toBeUndefined();
});

test("a lost alert is told once for the alerts that are there, under the time of the newest", () => {
  const order = { ...BUY, command: "position" as const };
  const link = (prev: string, target: string, receivedAt: number) => {
    return { orderId: ORDER_ID, order, prev, target, receivedAt: unixMs(receivedAt) };
  };
  const links = [link("0", "1", T0 + 5), link("-1", "2", T0)];
  const told = tellLostAlert(ETH, { links, holds: ORDER_ID }, unixMs(T0 + DAY_MS));
  expect(told).toMatchObject({
    key: `lost:demo:ETH/USDT:USDT:${T0 + 5}:2023-11-14`,
    event: "lost-alert",
    at: T0 + DAY_MS,
    ...ETH,
  });
  expect(told.text).toContain("an alert of demo ETH/USDT:USDT was lost, or somebody traded by hand");
  expect(told.text).toContain("(0 to 1, -1 to 2)");
  expect(told.text).toContain(`whook order ${ORDER_ID}`);
});
