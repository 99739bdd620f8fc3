// Hand-made events with several records, of one group and of several: the event source sends one at a time, but the worker
// must not lean on it.

import { describe, expect, test } from "vitest";
import { StepwiseAlertStore } from "../../lib/adapters/aws/stepwise-alert-store.ts";
import { attemptBatch } from "../../lib/app/attempt-batch.ts";
import { Bookkeeper } from "../../lib/app/bookkeeper.ts";
import { ChainKeeper } from "../../lib/app/chain-keeper.ts";
import { GuardKeeper } from "../../lib/app/guard-keeper.ts";
import { ATTEMPT_LEASE_MS, ATTEMPT_LIMITS, FIRST_READ_MS, LAST_START_MS } from "../../lib/config/limits.ts";
import type { OrderFailure } from "../../lib/core/failure.ts";
import { findOrderId, type OrderId } from "../../lib/core/ids.ts";
import { err, ok } from "../../lib/core/result.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import type { Delivery } from "../../lib/ports/order-queue.ts";
import { ACCOUNTS, World } from "../simulation/world.ts";
import { MemoryDocuments } from "../support/memory-documents.ts";

const BUSY: OrderFailure = { code: "VENUE_BUSY", outcome: "rejected", remedy: "retry", message: "busy" };

/** Alerts on record, and their messages as an event source may hand them over. */
async function batchOf(world: World, alerts: readonly string[]) {
  const deliveries: Delivery[] = [];
  const leases = new Map<string, number>();
  for (const text of alerts) {
    const answer = await world.post(text);
    for (const { orderId, account, symbol } of answer?.body.accepted ?? []) {
      const id = findOrderId(orderId);
      if (id === undefined) throw new Error("no order");
      const message = { orderId: id, groupId: `${account}#${symbol}` };
      deliveries.push({ message, receipt: text, receiveCount: 1, enqueuedAt: world.clock.now() });
    }
  }
  const extend = async (receipt: string, leaseMs: number) => {
    leases.set(receipt, leaseMs);
    return true;
  };
  const { ledger, queue, clock, telemetry } = world;
  const deps = {
    ledger,
    alertStore: new StepwiseAlertStore({ ledger, queue, removeMessage: async () => undefined }),
    clock,
    telemetry,
    queue: { extend },
    accounts: { findAccount: async (id: string) => ACCOUNTS.find((account) => account.id === id) },
    limits: ATTEMPT_LIMITS,
    books: new Bookkeeper({ ledger, documents: new MemoryDocuments() }),
    chains: new ChainKeeper({ documents: new MemoryDocuments() }),
    guards: new GuardKeeper({ ledger, clock, documents: new MemoryDocuments() }),
    leaseMs: ATTEMPT_LEASE_MS,
    lastStartMs: LAST_START_MS,
    exchangeFor: async ({ id }: { readonly id: string }) => ok(world.venue(id)),
  };
  return { deps, deliveries, leases };
}

const receiptsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ receipt }) => receipt);

test("each group is worked on in its order", async () => {
  const world = new World();
  const alerts = ["alice ETH/USDT buy 1", "bob ETH/USDT buy 2", "alice ETH/USDT sell 3", "alice ETH/USDT close"];
  const { deps, deliveries, leases } = await batchOf(world, alerts);
  expect(await world.finish(attemptBatch(deps, deliveries))).toEqual([]);
  expect(await world.position("alice")).toBe("0");
  expect(await world.position("bob")).toBe("2");
  expect([...leases.values()]).toEqual(alerts.map(() => ATTEMPT_LEASE_MS));
});

test("what follows an order that must wait stays queued, untouched and free at once; other groups go on", async () => {
  const world = new World();
  const alerts = ["alice ETH/USDT buy 1", "alice ETH/USDT close", "bob ETH/USDT buy 2", "alice BTC/USDT buy 1"];
  const { deps, deliveries, leases } = await batchOf(world, alerts);
  const busy = {
    ...deps,
    exchangeFor: async (account: { readonly id: string }) => {
      const venue = world.venue(account.id);
      return ok(
        new Proxy(venue, {
          get: (target, key) => {
            const value = Reflect.get(target, key);
            if (key === "readSnapshot")
              return (symbol: string) =>
                account.id === "alice" && symbol.startsWith("ETH") ? err(BUSY) : target.readSnapshot(symbol);
            return typeof value === "function" ? value.bind(target) : value;
          },
        }),
      );
    },
  };
  const waiting = await world.finish(attemptBatch(busy, deliveries));
  expect(receiptsOf(waiting)).toEqual(["alice ETH/USDT buy 1", "alice ETH/USDT close"]);
  expect(leases.get("alice ETH/USDT close")).toBe(0);
  expect(leases.get("alice ETH/USDT buy 1")).toBeGreaterThan(0);
  expect(await world.position("bob")).toBe("2");
  expect(await world.position("alice", "BTC/USDT:USDT")).toBe("1");
  const close = await world.ledger.getOrder(deliveries[1]?.message.orderId as OrderId);
  expect(close?.state.attempts).toBe(0);
});

describe("a message is not worked on", () => {
  test("when another worker has it by now", async () => {
    const world = new World();
    const { deps, deliveries } = await batchOf(world, ["alice ETH/USDT buy 1"]);
    const lost = { ...deps, queue: { extend: async () => false } };
    expect(receiptsOf(await world.finish(attemptBatch(lost, deliveries)))).toEqual(["alice ETH/USDT buy 1"]);
    expect(await world.position("alice")).toBe("0");
  });

  test("when there is no time left for it", async () => {
    const world = new World();
    const { deps, deliveries } = await batchOf(world, ["alice ETH/USDT buy 1", "alice ETH/USDT buy 2"]);
    const extend = async (receipt: string, leaseMs: number) => {
      // The first attempt takes long.
      if (leaseMs > 0) world.clock.advance(LAST_START_MS + 1);
      return deps.queue.extend(receipt, leaseMs);
    };
    const waiting = await world.finish(attemptBatch({ ...deps, queue: { extend } }, deliveries));
    expect(receiptsOf(waiting)).toEqual(["alice ETH/USDT buy 2"]);
    expect(await world.position("alice")).toBe("1");
  });
});

test("a queue that cannot shorten a lease does not stop the order", async () => {
  const world = new World();
  const { deps, deliveries } = await batchOf(world, ["alice ETH/USDT buy 1"]);
  const throttled = { ...deps, queue: { extend: async () => Promise.reject(new Error("throttled")) } };
  expect(await world.finish(attemptBatch(throttled, deliveries))).toEqual([]);
  expect(await world.position("alice")).toBe("1");
});

test("an attempt whose first reading hangs gives its place back after 3 s, and its message waits", async () => {
  const world = new World();
  const { deps, deliveries, leases } = await batchOf(world, ["alice ETH/USDT buy 1"]);
  const venue = world.venue("alice");
  const hanging: Exchange = Object.assign(Object.create(venue), {
    traits: venue.traits,
    findInstrument: (symbol: string) => venue.findInstrument(symbol),
    readSnapshot: () => new Promise<never>(() => undefined),
  });
  const began = world.clock.now();
  const waiting = await world.finish(attemptBatch({ ...deps, exchangeFor: async () => ok(hanging) }, deliveries));
  expect(receiptsOf(waiting)).toEqual(["alice ETH/USDT buy 1"]);
  expect(world.clock.now() - began).toBe(FIRST_READ_MS);
  expect(leases.get("alice ETH/USDT buy 1")).toBeGreaterThan(0);
  const [order] = world.ledger.all();
  expect(order?.events.at(-1)).toMatchObject({ kind: "waiting" });
  expect(JSON.stringify(order?.events)).toContain("did not answer within 3 s");
});

test("the order is read beside the change of its message's lease", async () => {
  const world = new World();
  const { deps, deliveries } = await batchOf(world, ["alice ETH/USDT buy 1"]);
  const order: string[] = [];
  const ledger = Object.assign(Object.create(world.ledger), {
    getOrder: async (orderId: OrderId) => {
      order.push("read");
      return world.ledger.getOrder(orderId);
    },
  });
  const extend = async () => {
    order.push("lease asked");
    await world.clock.sleep(50);
    order.push("lease answered");
    return true;
  };
  await world.finish(attemptBatch({ ...deps, ledger, queue: { extend } }, deliveries));
  expect(order.slice(0, 3)).toEqual(["read", "lease asked", "lease answered"]);
  // Once, for the attempt.
  expect(order.filter((one) => one === "read")).toHaveLength(1);
});

test("an order that cannot be read while another worker has its message is left to that one", async () => {
  const world = new World();
  const { deps, deliveries } = await batchOf(world, ["alice ETH/USDT buy 1"]);
  const ledger = Object.assign(Object.create(world.ledger), { getOrder: () => Promise.reject(new Error("throttled")) });
  const queue = { extend: async () => false };
  const waiting = await world.finish(attemptBatch({ ...deps, ledger, queue }, deliveries));
  expect(receiptsOf(waiting)).toEqual(["alice ETH/USDT buy 1"]);
});
