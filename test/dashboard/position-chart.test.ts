import { describe, expect, test } from "vitest";
import { type UnixMs, unixMs } from "../../lib/core/ids.ts";
import { CANDLE_STEPS } from "../../lib/core/market/candle.ts";
import { chartWindow } from "../../lib/dashboard/chart-window.ts";
import { type PositionFill, positionOf } from "../../lib/dashboard/position-of.ts";

const T0 = Date.parse("2026-11-30T10:00:00Z");

/** Only what the position reads of a trade. */
function fill(
  id: string,
  side: "buy" | "sell",
  filledContracts: string,
  change: Partial<PositionFill> = {},
): PositionFill {
  const at = T0 + id.charCodeAt(0) * 1_000;
  const known = { orderId: id, account: "demo", symbol: "ETH/USDT:USDT", side, filledContracts, at };
  return { ...known, ...change } as PositionFill;
}

function idsOf(trades: readonly PositionFill[], order: PositionFill): string {
  const story = positionOf(trades, order);
  return story === undefined
    ? "none"
    : `${story.fills.map(({ orderId }) => orderId).join("")} ${story.isOpen ? "open" : "closed"}`;
}

describe("a position is every fill from flat to flat", () => {
  const [a, b, c] = [fill("a", "buy", "0.1"), fill("b", "buy", "0.2"), fill("c", "sell", "0.3")];
  const [d, e, f] = [fill("d", "sell", "1"), fill("e", "buy", "1.5"), fill("f", "sell", "0.25")];
  const all = [f, b, a, e, d, c];

  test.each([
    ["entries and an exit", a, "abc closed"],
    ["its exit", c, "abc closed"],
    ["one that was turned over ends with what turned it", d, "de closed"],
    ["what turned it over, by the one it ended", e, "de closed"],
    ["the one it opened, which is open", f, "ef open"],
  ])("%s", (_, order, ids) => {
    expect(idsOf(all, order)).toBe(ids);
  });

  test("others' accounts, markets and orders that filled nothing are not in it, and an unread order is", () => {
    const others = [
      fill("b", "buy", "9", { account: "other" }),
      fill("c", "buy", "9", { symbol: "BTC/USDT:USDT" }),
      fill("d", "buy", "0"),
    ];
    expect(idsOf(others, a)).toBe("a open");
    expect(idsOf([...others, a], fill("d", "buy", "0"))).toBe("none");
  });
});

describe("the candles of a time", () => {
  const MINUTE = 60_000;
  test.each([
    [1, "1m"],
    [140, "1m"],
    [24 * 60, "15m"],
    [30 * 24 * 60, "1d"],
    [3_000 * 24 * 60, "1d"],
  ])("of %i minutes are of %s, at most 200, and hold its end", (minutes, step) => {
    const [from, to] = [
      unixMs(Date.parse("2026-01-01T00:00:30Z")),
      unixMs(Date.parse("2026-01-01T00:00:30Z") + minutes * MINUTE),
    ];
    const window = chartWindow(from, to);
    const end = window.since + window.count * CANDLE_STEPS[window.step];
    expect([window.step, window.count <= 200, end > to]).toEqual([step, true, true]);
    if (minutes < 100_000) expect(window.since).toBeLessThan(from);
    expect(window.since % CANDLE_STEPS[window.step]).toBe(0);
  });

  test("begin with time itself at the earliest", () => {
    const window = chartWindow(0 as UnixMs, unixMs(5 * MINUTE));
    expect([window.since, window.count]).toEqual([0, 30]);
  });
});
