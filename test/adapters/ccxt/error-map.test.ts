// Every answer of a venue's fixture, given to an order, a read or a setting over real HTTP: real ccxt and the funnel say what
// it comes to.
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
    /** The row of cases from the field it stands for. */
    readonly id?: string;
    readonly status: number;
    /** Where the body's words are from, if not from the fixture's sources: "not seen" where only the code is known. */
    readonly text?: string;
    readonly body: unknown;
    /** `code outcome remedy` of the failure of an order, a read, a setting. */
    readonly placing?: string;
    readonly reading?: string;
    readonly setting?: string;
  }[];
}

function fixtureOf(name: string): ErrorFixture {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}/error-map.json`, import.meta.url), "utf8"));
}

const MOST_OTHERWISE = 5;

/** With codes as text where they are numbers, and the other way round. */
function otherwiseWritten(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.map((each) => otherwiseWritten(each));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, otherwiseWritten(each, key)]));
  if (!/code$/i.test(name)) return value;
  if (typeof value === "number") return String(value);
  return typeof value === "string" && /^-?[1-9]\d*$/.test(value) ? Number(value) : value;
}

describe.each(SIMULATORS)("what $names.0 answers", (profile) => {
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

  const place = () => {
    const step: PlaceStep = {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "market",
      contracts: "1",
      reduceOnly: false,
      ...carriedWithOrder(exchange.traits, { leverage: 5, marginMode: "cross" }),
    };
    return exchange.placeOrder({ symbol, step, clientOrderId: "one" });
  };
  const CALLS = [
    ["placing", place, where],
    ["reading", () => exchange.readBalance(), {}],
    ["setting", () => exchange.setLeverage(symbol, 5, "cross"), {}],
  ] as const;

  const rows = CALLS.flatMap(([name, call, aim]) =>
    fixtureOf(exchangeName).cases.flatMap(({ id, status, body, [name]: expected }) => {
      const title = `${id === undefined ? "" : `${id}: `}${name}, HTTP ${status} and ${JSON.stringify(body)}`;
      return expected === undefined ? [] : [[title, { call, expected, fault: { status, body, ...aim } }] as const];
    }),
  );
  // Services and gateways of one venue write its codes as numbers and in quotes.
  const others = fixtureOf(exchangeName).cases.flatMap(({ status, body, placing }) => {
    const other = otherwiseWritten(body);
    if (placing === undefined || JSON.stringify(other) === JSON.stringify(body)) return [];
    const fault = { status, body: other, ...where };
    return [[`M1: placing, ${JSON.stringify(other)}`, { call: place, expected: placing, fault }] as const];
  });
  test.each([...rows, ...others.slice(0, MOST_OTHERWISE)])("%s", async (_title, { call, expected, fault }) => {
    simulator.control.clearFaults();
    simulator.control.inject({ kind: "reply", ...fault });
    const answered = await call();
    if (answered.ok) throw new Error("it was taken");
    const { code, outcome, remedy } = answered.error;
    expect(`${code} ${outcome} ${remedy}`).toBe(expected);
  });
});
