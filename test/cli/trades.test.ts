// Trades and statistics out of a real ledger on disk.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import type { CliIo } from "../../lib/cli/command.ts";
import { main } from "../../lib/cli/main.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { computeStats } from "../../lib/core/trade/stats.ts";
import type { Trade } from "../../lib/core/trade/trade.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { orderAt } from "../contract/ledger-contract.ts";
import { BUY } from "../core/execution/order-fixture.ts";

const TUESDAY = Date.parse("2026-11-24T09:30:00.000Z");
const ORDERS = 2_500;
const WRITTEN_AT_ONCE = 50;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-trades-"));
  await writeFile(join(folder, "accounts.json"), JSON.stringify([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]));
  const data = await openLocalData(join(folder, ".whook"), { use: "work", clock: systemClock });
  // The first one alone: it tells where the history begins.
  await data.ledger.createOrder(ended(ORDERS - 1));
  for (let from = 0; from < ORDERS - 1; from += WRITTEN_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(WRITTEN_AT_ONCE, ORDERS - 1 - from) }, (_, index) => from + index);
    await Promise.all(numbers.map((number) => data.ledger.createOrder(ended(number))));
  }
  await data.ledger.putAlert({
    alertId: ended(7).alertId,
    receivedAt: unixMs(TUESDAY),
    text: "x",
    accepted: [{ line: 1, orderId: ended(7).orderId, account: "demo", symbol: BUY.symbol }],
    rejected: [],
    warnings: [],
  });
  data.close();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Every order closed one contract: the even ones won 3 before a fee of 1, the odd ones lost 1 and the fee. */
function ended(number: number) {
  const at = unixMs(TUESDAY - number * 60_000);
  const isWin = number % 2 === 0;
  const order = orderAt(at, 0, { order: { ...BUY, tag: isWin ? "macd" : "rsi" } });
  const accounted = { realizedProfit: isWin ? "3" : "-1", closedContracts: "1" };
  const execution = { clientOrderId: "id", side: "buy", contracts: "1", averagePrice: "2000", accounted } as const;
  const fills = { contracts: "1", value: "2000", feeCost: "1", feeCurrency: "USDT" };
  const state = {
    ...order.state,
    status: "filled",
    phase: { kind: "ended" },
    executions: [execution],
    fills,
    filledAt: at,
    endedAt: at,
  } as const;
  return { ...order, state };
}

async function whook(argv: readonly string[], change: Partial<CliIo> = {}) {
  const chunks: Buffer[] = [];
  let err = "";
  const io: CliIo = {
    out: (data) => void chunks.push(Buffer.from(data)),
    err: (text) => {
      err += text;
    },
    readStdin: async () => new Uint8Array(),
    run: async () => {
      throw new Error("these commands start no program");
    },
    env: { WHOOK_DATA_DIR: join(folder, ".whook"), WHOOK_ACCOUNTS: join(folder, "accounts.json") },
    isTerminal: false,
    untilStopped: async () => {},
    ...change,
  };
  const code = await main(argv, io);
  const bytes = Buffer.concat(chunks);
  return { code, bytes, out: bytes.toString(), err, chunks: chunks.length };
}

describe("trades", () => {
  test("come whole as JSON, newest first", async () => {
    const { out, err, chunks } = await whook(["trades", "--json"]);
    const trades = JSON.parse(out) as { readonly receivedAt: string; readonly netProfit: string }[];
    expect(trades).toHaveLength(ORDERS);
    expect(trades[0]).toMatchObject({ receivedAt: "2026-11-24T09:30:00.000Z", netProfit: "2", tag: "macd" });
    expect(err).toBe("");
    expect(chunks).toBeGreaterThan(10);
  });

  test("of none are an empty list", async () => {
    expect(JSON.parse((await whook(["trades", "--json", "--status", "placed"])).out)).toEqual([]);
  });

  test("come as CSV, a heading first", async () => {
    const lines = (await whook(["trades", "--format", "csv"])).out.trim().split("\r\n");
    expect(lines).toHaveLength(ORDERS + 1);
    expect(lines[0]).toContain("realizedProfit,netProfit");
  });

  test("come as Parquet, decimals as text and times as times", async () => {
    const { bytes } = await whook(["trades", "--format", "parquet"]);
    const file = new Uint8Array(bytes).buffer;
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(ORDERS);
    expect(rows[1]).toMatchObject({
      netProfit: "-2",
      receivedAt: new Date("2026-11-24T09:29:00.000Z"),
      attempts: 0,
      tag: "rsi",
    });
    expect(rows.at(-1)?.leverage).toBeNull();
  });

  test.each<[string[], number]>([
    [["--tag", "rsi"], ORDERS / 2],
    [["--day", "2026-11-24"], 571],
    [["--since", "2026-11-24T09:00:00Z", "--until", "2026-11-24T09:30:00Z"], 30],
    [["--status", "filled", "--account", "demo", "--symbol", "ETHUSDT"], ORDERS],
    [["--symbol", "BTCUSDT"], 0],
    [["--limit", "1234"], 1234],
    [["--alert", ended(7).alertId], 1],
  ])("are filtered by %j", async (argv, count) => {
    expect(JSON.parse((await whook(["trades", "--json", ...argv])).out)).toHaveLength(count);
  });

  test("wait until what was written is taken", async () => {
    let waits = 0;
    await whook(["trades", "--format", "csv"], { drained: async () => void waits++ });
    expect(waits).toBe(13);
  });

  test.each([
    [["--since", "2026-11-20"], /\r\[#+-+\] \d+ trades, back to 2026-11-2\d /],
    [["--limit", "2400"], /\r\[#+-+\] \d+ trades/],
    [[], /\r2000 trades, back to/],
  ])("show how far a long export is on a terminal: %j", async (argv, shown) => {
    const { err } = await whook(["trades", "--format", "csv", ...argv], { showsProgress: true });
    expect(err).toMatch(shown);
    expect(err.endsWith("\n")).toBe(true);
  });

  test.each([
    [["--day", "yesterday"], "--day"],
    [["--alert", "short"], "--alert"],
  ])("%j is refused in one line", async (argv, word) => {
    const { code, err } = await whook(["trades", ...argv]);
    expect([code, err.trim().split("\n").length]).toEqual([2, 1]);
    expect(err).toContain(word);
  });
});

describe("stats", () => {
  test("say whether it made money", async () => {
    const { total, byTag } = JSON.parse((await whook(["stats", "--json"])).out);
    expect(total).toMatchObject({
      orders: ORDERS,
      fees: { USDT: "2500" },
      profit: {
        USDT: { netProfit: "0", wins: 1250, losses: 1250, winRate: "0.5", profitFactor: "1", expectancy: "0" },
      },
    });
    expect(byTag.macd.profit.USDT.netProfit).toBe("2500");
  });

  test("are what its trades come to, figure by figure", async () => {
    const trades: readonly Trade[] = JSON.parse((await whook(["trades", "--json"])).out);
    expect(JSON.parse((await whook(["stats", "--json"])).out)).toEqual(
      JSON.parse(JSON.stringify(computeStats(trades))),
    );
  });

  test("are a table, a row for each group", async () => {
    const { out } = await whook(["stats", "--by", "tag"]);
    expect(out.trim().split("\n")).toHaveLength(3);
    expect(out).toMatch(/macd +1250 .* USDT +2500 +1250 +100 %/);
    expect((await whook(["stats", "--tag", "rsi"])).out).toContain("-2500");
  });
});
