// A new AWS account runs ten functions at once, and the webhook is one of them: what an exchange that hangs may not take from it.
import { expect, test } from "vitest";
import { ATTEMPT_LEASE_MS } from "../../lib/config/limits.ts";
import { NEW_ACCOUNT_CONCURRENCY, workerConcurrencyOf } from "../../lib/config/worker-concurrency.ts";
import { USAGE } from "../../lib/core/cost/usage.ts";
import { ETH } from "../core/execution/order-fixture.ts";
import type { Fault, FaultPlan } from "./faulty-exchange.ts";
import { World } from "./world.ts";

/** A webhook that starts and one that is there, as `whook cost` counts them; how TradingView sends again what was answered 5xx: docs/aws.md, section 5. */
const WEBHOOK_MS = USAGE.webhookMs;
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

/**
 * Runs alerts of as many symbols within `spreadMs`, and five more while they are tried. @param atWork - orders at once
 * `others`: places that something else holds all the time: the follower at an exchange that hangs, the notifier, another project.
 */
async function runAccount(atWork: number, { alerts: count = SYMBOLS, spreadMs = 0, others = 0 } = {}) {
  const bases = [...range(count).map((index) => `COIN${index}`), ...range(LATE_ALERTS).map((late) => `LATE${late}`)];
  const instruments = bases.map((base) => ({ ...ETH, symbol: `${base}/USDT:USDT`, base }));
  const world = new World({ faults: new Hanging(), instruments });
  const { clock, queue } = world;
  let running = others;
  let working = 0;
  let throttled = 0;
  let lost = 0;
  let sent = 0;
  let isOver = false;
  /** Webhooks that are there; its schedule keeps one. */
  let idle = 1;

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
        const isWarm = idle > 0;
        if (isWarm) idle--;
        await clock.sleep(isWarm ? WEBHOOK_MS.warm : WEBHOOK_MS.cold);
        idle++;
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
    const first = range(count).map(async (index) => {
      await clock.sleep(Math.floor((index * spreadMs) / count));
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

const SHARE = workerConcurrencyOf({ accountConcurrency: NEW_ACCOUNT_CONCURRENCY });

test.each([
  // Ten places at first, and seven of them at each of three resends.
  ["30 alerts in one instant", { alerts: 30, spreadMs: 0, others: 0 }],
  ["30 alerts within a tenth of a second, two places held by others", { alerts: 30, spreadMs: 100, others: 2 }],
])(
  "an exchange that hangs under %s loses none of an account of ten, and each order is tried again or told why not",
  async (_title, burst) => {
    const { orders, lost, sent } = await runAccount(SHARE, burst);
    expect(lost).toBe(0);
    expect(orders).toHaveLength(sent);
    expect(sent).toBe(burst.alerts + LATE_ALERTS);
    for (const { state } of orders) {
      expect(state.status).toBe("expired");
      expect(state.endedAt).toBeDefined();
      expect(state.reason).not.toBe("");
      expect(state.code === "STALE" || state.attempts >= 2, `${state.code} after ${state.attempts}`).toBe(true);
    }
  },
  60_000,
);

test("what is more than such an account can take, though it is sent again three times: docs/aws.md, section 3", async () => {
  expect((await runAccount(SHARE, { others: 2 })).lost).toBe(7);
  expect((await runAccount(5)).lost).toBe(5);
}, 60_000);

test("with all of its places the worker would shut the webhook out", async () => {
  const burst = { spreadMs: 1_000 };
  const [share, all] = [await runAccount(SHARE, burst), await runAccount(NEW_ACCOUNT_CONCURRENCY, burst)];
  expect(share.lost).toBe(0);
  expect(all.throttled).toBeGreaterThan(share.throttled);
  expect(all.lost).toBeGreaterThan(0);
}, 60_000);

test.each([
  [undefined, 3],
  [10, 3],
  [3, 2],
  [50, 15],
  [1_000, 50],
])("of %s functions at once, %i are the worker's", (accountConcurrency, expected) => {
  expect(workerConcurrencyOf(accountConcurrency === undefined ? {} : { accountConcurrency })).toBe(expected);
  expect(workerConcurrencyOf({ workerConcurrency: 7 })).toBe(7);
});
