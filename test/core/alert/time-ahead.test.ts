import { expect, test } from "vitest";
import { warnTimeAhead } from "../../../lib/core/alert/time-ahead.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { BUY } from "../execution/order-fixture.ts";

const NOW = unixMs(Date.parse("2026-01-01T00:00:00.000Z"));

test.each([
  [undefined, undefined],
  ["2025-12-31T23:59:00.000Z", undefined],
  ["2026-01-01T00:05:00.000Z", undefined],
  ["2026-01-01T00:05:00.001Z", "5 minutes ahead"],
  ["2026-01-01T02:00:00.000Z", "120 minutes ahead"],
])("a signal made at %s is warned of as %s", (at, message) => {
  const order = at === undefined ? BUY : { ...BUY, at };
  const told = warnTimeAhead(order, NOW);
  if (message === undefined) expect(told).toBeUndefined();
  else expect(told).toMatchObject({ code: "TIME_AHEAD", line: 1, message: expect.stringContaining(message) });
});
