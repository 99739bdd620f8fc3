// Every answer of a venue's fixture, given to an order over real HTTP: real ccxt and the funnel say what it comes to.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { carriedWithOrder } from "../../support/carried-with-order.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";
import { SIMULATORS } from "../../venues/simulators.ts";

interface ErrorFixture {
  readonly cases: readonly {
    readonly status: number;
    readonly body: unknown;
    /** `code outcome remedy` of the failure. */
    readonly placing: string;
  }[];
}

function fixtureOf(name: string): ErrorFixture {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}/error-map.json`, import.meta.url), "utf8"));
}

describe.each(SIMULATORS)("an order that $names.0 answers", (profile) => {
  const { symbol, settle, keys, placing: where } = profile;
  const exchangeName = String(profile.names[0]);
  let simulator: Simulator;
  let exchange: Exchange;

  beforeAll(async () => {
    simulator = await profile.start();
    exchange = await openSimulated(simulator.url, { account: { exchange: exchangeName, settle }, keys });
    await exchange.listInstruments();
  });
  afterAll(() => simulator.stop());

  const rows = fixtureOf(exchangeName).cases.map((row) => [row.status, JSON.stringify(row.body), row] as const);
  test.each(rows)("with HTTP %i and %s", async (_status, _body, { status, body, placing }) => {
    simulator.control.inject({ kind: "reply", status, body, ...where });
    const step: PlaceStep = {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "market",
      contracts: "1",
      reduceOnly: false,
      ...carriedWithOrder(exchange.traits, { leverage: 5, marginMode: "cross" }),
    };
    const placed = await exchange.placeOrder({ symbol, step, clientOrderId: "one" });
    if (placed.ok) throw new Error("the order was taken");
    const { code, outcome, remedy } = placed.error;
    expect(`${code} ${outcome} ${remedy}`).toBe(placing);
  });
});
