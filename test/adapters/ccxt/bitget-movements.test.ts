// Bitget tells funding and transfers in one list with all that moved a classic account, page by page.
import { afterEach, beforeEach, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import { sumMovements } from "../../../lib/core/trade/account-movement.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { SIMULATED_KEYS, startBitgetSimulator } from "../../venues/bitget/start-bitget-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const ROUTE = { method: "GET", path: "/api/v2/mix/account/bill" };
const SETTLE = "USDT";
const now = Date.now();
const SPAN = { since: unixMs(now - 60_000), until: unixMs(now) };

let venue: Simulator;
let exchange: Exchange;
beforeEach(async () => {
  venue = await startBitgetSimulator();
  exchange = await openSimulated(venue.url, {
    account: { exchange: "bitget", settle: SETTLE },
    keys: SIMULATED_KEYS,
  });
  // As the equity keeper does: the type of the account is known by then.
  await exchange.readBalance();
  venue.journal.clear();
});
afterEach(() => venue.stop());

const answer = (data: unknown) =>
  venue.control.inject({ kind: "reply", status: 200, body: { code: "00000", msg: "success", data }, ...ROUTE });
const row = (businessType: string, amount: string) => ({
  ...{ billId: "1", symbol: "", fee: "0", feeByCoupon: "", coin: SETTLE, balance: "0", cTime: String(now - 1_000) },
  businessType,
  amount,
});

async function readSums(): Promise<unknown> {
  const read = await exchange.readMovements(SPAN);
  return read.ok ? sumMovements(read.value ?? [], SPAN) : read;
}

test("what several pages tell is counted once", async () => {
  for (let index = 0; index < 250; index++)
    venue.control.move({ at: now - 10_000 + index, kind: "funding", settle: SETTLE, amount: "-0.01" });
  venue.control.move({ at: now - 20_000, kind: "transfer", settle: SETTLE, amount: "100" });
  expect(await readSums()).toMatchObject({ funding: "-2.5", transfers: "100" });
  expect(venue.journal.entries).toHaveLength(3);
});

test("transfers of every wallet and funding by every name are told, and no other row is either", async () => {
  const transfers = ["exchange", "contract", "otc", "cross", "isolated", "strategy"].flatMap((wallet) => [
    row(`trans_from_${wallet}`, "10"),
    row(`trans_to_${wallet}`, "-3"),
  ]);
  const funding = ["contract_settle_fee", "contract_main_settle_fee", "contract_margin_settle_fee"];
  const others = ["close_long", "append_margin", "bonus_issue", "risk_captital_user_transfer"];
  const rows = [...transfers, ...funding.map((name) => row(name, "-0.5")), ...others.map((name) => row(name, "7"))];
  answer({ bills: rows, endId: "1" });
  expect(await readSums()).toMatchObject({ funding: "-1.5", transfers: "42" });
});

test.each([
  ["without its list", { endId: null }],
  ["whose full page names no next one", { bills: Array.from({ length: 100 }, () => row("buy", "0")), endId: null }],
  ["with a row that tells no amount", { bills: [{ ...row("buy", "0"), amount: null }], endId: "1" }],
])("an answer %s is an error", async (_name, data) => {
  answer(data);
  expect(await exchange.readMovements(SPAN)).toMatchObject({ ok: false });
});

test("a list of nothing is nothing that moved, written as a list or as null", async () => {
  expect(await readSums()).toMatchObject({ funding: "0", transfers: "0" });
  answer({ bills: null, endId: null });
  expect(await readSums()).toMatchObject({ funding: "0", transfers: "0" });
});
