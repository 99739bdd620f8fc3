// A fund flow that says less than it seems to, and the two names of a demo's coin. What every venue is asked: movements-suite.ts.
import { afterEach, beforeEach, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import { SIMULATED_KEYS, startBingxSimulator } from "../../venues/bingx/start-bingx-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const PATH = "/openApi/swap/v2/user/income";
const AT = 1_702_713_615_000;
const SPAN = { since: unixMs(AT - 60_000), until: unixMs(AT) };
const ROW = { symbol: "LDO-USDT", incomeType: "FUNDING_FEE", income: "-0.0292", info: "Funding Fee", time: AT };

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startBingxSimulator();
});
afterEach(() => simulator.stop());

async function read(exchange: "bingx" | "bingxdemo") {
  const opened = await openSimulated(simulator.url, { account: { exchange, settle: "USDT" }, keys: SIMULATED_KEYS });
  return opened.readMovements(SPAN);
}

function answer(assets: readonly string[]): void {
  const data = assets.map((asset) => ({ ...ROW, asset }));
  simulator.control.inject({ kind: "reply", status: 200, body: { code: 0, msg: "", data }, method: "GET", path: PATH });
}

test("null, which may be all that is told of rows there are, is an error and no zero", async () => {
  expect(await read("bingx")).toMatchObject({ ok: false, error: { remedy: "retry" } });
});

test("an empty list is nothing", async () => {
  answer([]);
  expect(await read("bingx")).toEqual({ ok: true, value: [] });
});

test("a demo's coin has either name, a live account's its own", async () => {
  const moved = { at: AT, kind: "funding", amount: "-0.0292" };
  answer(["USDT", "VST", "USDC"]);
  expect(await read("bingxdemo")).toEqual({ ok: true, value: [moved, moved] });
  answer(["USDT", "VST", "USDC"]);
  expect(await read("bingx")).toEqual({ ok: true, value: [moved] });
});
