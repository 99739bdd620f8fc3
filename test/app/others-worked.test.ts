import { expect, test } from "vitest";
import { hasSwept, haveOthersWorked } from "../../lib/app/others-worked.ts";
import { EVERY_SYMBOL } from "../../lib/core/alert/symbol-of.ts";
import type { EndedState, OrderRecord } from "../../lib/core/execution/order-record.ts";
import { alertId, orderIdOf, timePrefix, unixMs } from "../../lib/core/ids.ts";
import { orderRecord, stateOf, T0 } from "../core/execution/order-fixture.ts";
import { ACCOUNTS } from "../simulation/world.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";

const submission = {
  clientOrderId: "dip1",
  step: { kind: "place", purpose: "open", side: "buy", orderType: "limit", contracts: "1", reduceOnly: false },
  intentAt: T0,
  positionBefore: "0",
} as const;

function order(number: number, state: Partial<EndedState>, symbol = "ETH/USDT:USDT"): OrderRecord {
  const orderId = orderIdOf(alertId(`${timePrefix(T0)}0123456789abcdef`), number);
  return orderRecord({ orderId, account: "alice", symbol, state: stateOf(state) });
}

async function ask(others: readonly OrderRecord[], sharesKeyWith?: readonly string[]): Promise<boolean> {
  const ledger = new MemoryLedger();
  const record = order(0, { status: "working", sent: "1" });
  for (const each of [record, ...others]) await ledger.createOrder(each);
  const [alice] = ACCOUNTS;
  if (alice === undefined) throw new Error("no account");
  const account = { ...alice, ...(sharesKeyWith === undefined ? {} : { sharesKeyWith }) };
  return haveOthersWorked(ledger, { account, record, since: T0 });
}

const ended = { status: "filled", phase: { kind: "ended" }, sent: "1" } as const;

test.each<[string, OrderRecord, boolean]>([
  [
    "one that rests",
    order(1, { ...ended, status: "placed", open: [{ submission }], endedAt: unixMs(T0 - 9_000) }),
    true,
  ],
  ["one that rests in another market", order(1, { ...ended, open: [{ submission }] }, "BTC/USDT:USDT"), false],
  ["one that filled since", order(1, { ...ended, endedAt: unixMs(T0 + 1) }), true],
  ["one that ended before", order(1, { ...ended, endedAt: T0 }), false],
  ["one that ended since without sending anything", order(1, { ...ended, sent: "0", endedAt: unixMs(T0 + 1) }), false],
  ["one at work", order(1, { status: "working" }), true],
  ["one that waits", order(1, {}), false],
])("M3: beside %s", async (_name, other, worked) => {
  expect(await ask([other])).toBe(worked);
});

test("M3: so many that rest elsewhere that not all are looked through are taken for some here", async () => {
  const resting = (number: number) => order(number, { ...ended, open: [{ submission }] }, "BTC/USDT:USDT");
  expect(await ask(Array.from({ length: 100 }, (_, index) => resting(index + 1)))).toBe(true);
});

test("M3: an account that shares its key has no such evidence", async () => {
  expect(await ask([])).toBe(false);
  expect(await ask([], ["bob"])).toBe(true);
});

test.each<[string, Partial<EndedState>, boolean]>([
  ["at work", { status: "working" }, true],
  ["that waits", {}, false],
  ["that ended since", { ...ended, status: "done", sent: "0", endedAt: unixMs(T0 + 1) }, true],
  ["that ended before", { ...ended, status: "done", sent: "0", endedAt: T0 }, false],
])("M30: beside a closeall %s", async (_name, state, swept) => {
  const ledger = new MemoryLedger();
  const word = (command: "closeall" | "pause", number: number): OrderRecord => ({
    ...order(number, state, EVERY_SYMBOL),
    order: { line: 1, account: "alice", command, reduceOnly: false },
  });
  await ledger.createOrder(word("pause", 1));
  expect(await hasSwept(ledger, "alice", T0)).toBe(false);
  await ledger.createOrder(word("closeall", 2));
  expect(await hasSwept(ledger, "alice", T0)).toBe(swept);
  expect(await hasSwept(ledger, "bob", T0)).toBe(false);
});
