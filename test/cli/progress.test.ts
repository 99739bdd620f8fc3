import { expect, test } from "vitest";
import type { CliIo } from "../../lib/cli/command.ts";
import { withProgress } from "../../lib/cli/progress.ts";
import { type Trade, tradeOf } from "../../lib/core/trade/trade.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";

/** So many trades, an hour apart, newest first, one a page. */
async function* trades(count: number): AsyncGenerator<readonly Trade[]> {
  const trade = tradeOf(orderRecord());
  const newest = Date.parse("2026-11-27T00:00:00.000Z");
  for (let hour = 0; hour < count; hour++)
    yield [{ ...trade, receivedAt: new Date(newest - hour * 3_600_000).toISOString() }];
}

async function shownFor(count: number, options: { readonly limit: number; readonly showsProgress?: boolean }) {
  let shown = "";
  const err = (text: string) => {
    shown += text;
  };
  const io = { showsProgress: options.showsProgress ?? true, err };
  const progress = { limit: options.limit, receivedAtOf: ({ receivedAt }: Trade) => receivedAt };
  let passed = 0;
  for await (const _trade of withProgress(trades(count), io as CliIo, progress)) passed++;
  return { lines: shown.split("\r").slice(1), passed };
}

test("a long export says how far it is, and passes everything on", async () => {
  const { lines, passed } = await shownFor(4_000, { limit: 4_000 });
  expect(passed).toBe(4_000);
  expect(lines[0]).toBe("[############------------] 2000 trades, back to 2026-09-04 ");
  expect(lines.at(-1)).toMatch(/^\[#{24}\] 4000 trades +\n$/);
});

test("without an end in sight it counts", async () => {
  const { lines } = await shownFor(2_500, { limit: Number.POSITIVE_INFINITY });
  expect(lines[0]).toMatch(/^2000 trades, back to /);
});

test("a short export, and one nobody watches, says nothing", async () => {
  expect((await shownFor(1_999, { limit: 1_999 })).lines).toEqual([]);
  expect((await shownFor(4_000, { limit: 4_000, showsProgress: false })).lines).toEqual([]);
});
