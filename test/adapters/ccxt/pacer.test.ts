import { expect, test } from "vitest";
import { type AddressPools, Pacer, TurnTooFarError } from "../../../lib/adapters/ccxt/pacer.ts";
import type { RequestLimit } from "../../../lib/adapters/ccxt/request-limits.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const READ = "GET positions";
const ORDER = "POST order";

/** Lets whoever may go do so. */
const settle = () => new Promise(setImmediate);

function open(limits: readonly RequestLimit[], shared: { clock?: VirtualClock; addressPools?: AddressPools } = {}) {
  const { clock = new VirtualClock(), ...rest } = shared;
  const pacer = new Pacer({ limits, clock, ...rest });
  const sent: string[] = [];
  const ask = (request: string, name = request) => pacer.run(request, async () => sent.push(name));
  const wait = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return { clock, sent, ask, wait };
}

test("what is too much waits until there is room, in the order it came", async () => {
  const { sent, ask, wait } = open([{ most: 2, everyMs: 1_000, each: [READ] }]);
  const all = ["1", "2", "3", "4", "5"].map((name) => ask(READ, name));
  await settle();
  expect(sent).toEqual(["1", "2"]);
  await wait(999);
  expect(sent).toEqual(["1", "2"]);
  await wait(1);
  expect(sent).toEqual(["1", "2", "3", "4"]);
  await wait(1_000);
  await Promise.all(all);
});

test("orders go before reads that draw on the same", async () => {
  const { sent, ask, wait } = open([{ most: 10, everyMs: 1_000, weights: { [READ]: 10, [ORDER]: 5 } }]);
  const all = [ask(READ, "first"), ask(READ, "second"), ask(ORDER, "order")];
  await settle();
  await wait(1_000);
  expect(sent).toEqual(["first", "order"]);
  await wait(1_000);
  expect(sent).toEqual(["first", "order", "second"]);
  await Promise.all(all);
});

test("a request that another limit holds up keeps nobody else waiting", async () => {
  const { sent, ask, wait } = open([
    { most: 1, everyMs: 1_000, each: [READ] },
    { most: 100, everyMs: 1_000, of: "address", weights: {}, others: 1 },
  ]);
  const all = [ask(READ), ask(READ), ask("GET ticker")];
  await settle();
  expect(sent).toEqual([READ]);
  await wait(1_000);
  expect(sent).toEqual([READ, READ, "GET ticker"]);
  await Promise.all(all);
});

test("counts from its answer: when in between the venue counted it is not known", async () => {
  const clock = new VirtualClock();
  const pacer = new Pacer({ limits: [{ most: 1, everyMs: 1_000, each: [READ] }], clock });
  const sent: number[] = [];
  const slow = pacer.run(READ, () => clock.sleep(400));
  const next = pacer.run(READ, async () => sent.push(clock.now()));
  const began = clock.now();
  await settle();
  clock.advance(400);
  await slow;
  clock.advance(1_000);
  await next;
  expect(sent).toEqual([began + 1_400]);
});

test("a turn that is too far off is refused with how far it is, and takes nothing", async () => {
  const { ask, sent, wait } = open([{ most: 1, everyMs: 60_000, each: [READ] }]);
  await ask(READ);
  await wait(10_000);
  await expect(ask(READ)).rejects.toMatchObject({ name: "RateLimitExceeded", retryAfterMs: 50_000 });
  await expect(ask(READ)).rejects.toBeInstanceOf(TurnTooFarError);
  await wait(50_000);
  await ask(READ);
  expect(sent).toHaveLength(2);
});

test("a request that fails has taken its turn, and the next one goes", async () => {
  const { ask, wait, clock } = open([{ most: 1, everyMs: 1_000, each: [READ] }]);
  const pacer = new Pacer({ limits: [{ most: 1, everyMs: 1_000, each: [READ] }], clock });
  await expect(pacer.run(READ, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  const next = ask(READ);
  await wait(1_000);
  await next;
});

test("accounts of one address share its limits, and have their own beside", async () => {
  const limits: readonly RequestLimit[] = [
    { most: 1, everyMs: 1_000, of: "address", each: ["GET ticker"] },
    { most: 1, everyMs: 1_000, each: [READ] },
  ];
  const shared = { clock: new VirtualClock(), addressPools: new Map() };
  const [one, other] = [open(limits, shared), open(limits, shared)];
  const all = [one.ask("GET ticker"), other.ask("GET ticker"), one.ask(READ), other.ask(READ)];
  await settle();
  expect([one.sent, other.sent]).toEqual([["GET ticker", READ], [READ]]);
  await one.wait(1_000);
  await Promise.all(all);
});
