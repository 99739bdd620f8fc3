// A new AWS account runs ten functions at once, and the webhook is one of them: what an exchange that hangs may not take from it.
import { expect, test } from "vitest";
import { ATTEMPT_LEASE_MS } from "../../lib/config/limits.ts";
import { NEW_ACCOUNT_CONCURRENCY, workerConcurrencyOf } from "../../lib/config/worker-concurrency.ts";
import { ETH } from "../core/execution/order-fixture.ts";
import type { Fault, FaultPlan } from "./faulty-exchange.ts";
import { World } from "./world.ts";

/** A cold webhook, generously; and how TradingView sends again what was answered 5xx: docs/aws.md, section 5. */
const WEBHOOK_MS = 1_000;
const RESENDS = 3;
const RESEND_WAIT_MS = 5_000;
const POLL_MS = 100;
const SYMBOLS = 30;
const LATE_ALERTS = 5;

/** The markets are known; every other call is answered by nobody, and the venue's own timeout ends it after 5 s. */
class Hanging implements FaultPlan {
  faultOf(call: string): Fault {
    return call === "findInstrument" ? "none" : "lost-before";
  }
  latencyMs(call: string): number {
    return call === "findInstrument" ? 0 : 10_000;
  }
  lookUpLagMs(): number {
    return 0;
  }
}

const range = (length: number) => [...Array(length).keys()];

/** Runs 30 alerts of as many symbols at once, and five more while they are tried. @param atWork - orders at once */
async function runAccount(atWork: number) {
  const bases = [...range(SYMBOLS).map((index) => `COIN${index}`), ...range(LATE_ALERTS).map((late) => `LATE${late}`)];
  const instruments = bases.map((base) => ({ ...ETH, symbol: `${base}/USDT:USDT`, base }));
  const world = new World({ faults: new Hanging(), instruments });
  const { clock, queue } = world;
  let running = 0;
  let working = 0;
  let throttled = 0;
  let lost = 0;
  let sent = 0;
  let isOver = false;

  async function invoke(work: () => Promise<unknown>): Promise<"answered" | "throttled"> {
    if (running >= NEW_ACCOUNT_CONCURRENCY) return "throttled";
    running++;
    await work();
    running--;
    return "answered";
  }
  async function send(text: string): Promise<void> {
    sent++;
    for (let resend = 0; resend <= RESENDS; resend++) {
      if (resend > 0) await clock.sleep(RESEND_WAIT_MS);
      const answer = await invoke(async () => {
        await clock.sleep(WEBHOOK_MS);
        await world.post(text);
      });
      if (answer === "answered") return;
      throttled++;
    }
    lost++;
  }
  /** Lambda's event source: it hands out no more than it may, and what is throttled stays in the queue. */
  async function poll(): Promise<void> {
    const attempts: Promise<unknown>[] = [];
    while (!isOver || (await queue.count()) > 0) {
      if (working < atWork && running < NEW_ACCOUNT_CONCURRENCY) {
        const [delivery] = await queue.receive({ max: 1, leaseMs: ATTEMPT_LEASE_MS });
        if (delivery !== undefined) {
          working++;
          attempts.push(invoke(() => world.work(delivery)).finally(() => working--));
          continue;
        }
      }
      await clock.sleep(POLL_MS);
    }
    await Promise.all(attempts);
  }
  async function alerts(): Promise<void> {
    const first = range(SYMBOLS).map(async (index) => {
      // Five at a time: the webhook of a new account has half of its places.
      await clock.sleep(Math.floor(index / 5) * 2_000);
      await send(`alice COIN${index}/USDT buy 1`);
    });
    await Promise.all(first);
    for (let late = 0; late < LATE_ALERTS; late++) {
      await clock.sleep(8_000);
      await send(`bob LATE${late}/USDT buy 1`);
    }
    isOver = true;
  }
  await world.finish(Promise.all([alerts(), poll()]));
  return { orders: [...world.ledger.all()], throttled, lost, sent };
}

test("an exchange that hangs under 30 symbols loses no alert of an account of ten, and each order is tried again or told why not", async () => {
  const { orders, throttled, lost, sent } = await runAccount(workerConcurrencyOf({ accountConcurrency: 10 }));
  expect({ throttled, lost }).toEqual({ throttled: 0, lost: 0 });
  expect(orders).toHaveLength(sent);
  expect(sent).toBe(SYMBOLS + LATE_ALERTS);
  for (const { state } of orders) {
    expect(state.status).toBe("expired");
    expect(state.endedAt).toBeDefined();
    expect(state.reason).not.toBe("");
    expect(state.code === "STALE" || state.attempts >= 2, `${state.code} after ${state.attempts}`).toBe(true);
  }
}, 60_000);

test("with all of its places the worker would shut the webhook out", async () => {
  const { throttled } = await runAccount(NEW_ACCOUNT_CONCURRENCY);
  expect(throttled).toBeGreaterThan(0);
}, 60_000);

test.each([
  [undefined, 5],
  [10, 5],
  [3, 2],
  [50, 25],
  [1_000, 50],
])("of %s functions at once, %i are the worker's", (accountConcurrency, expected) => {
  expect(workerConcurrencyOf(accountConcurrency === undefined ? {} : { accountConcurrency })).toBe(expected);
  expect(workerConcurrencyOf({ workerConcurrency: 7 })).toBe(7);
});
