// Tables in terminals of many widths, times in zones, and what `whook start` prints.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import type { CliIo } from "../../lib/cli/command.ts";
import { fitTable } from "../../lib/cli/fit-table.ts";
import { printTable, toned } from "../../lib/cli/print.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { orderAt } from "../contract/ledger-contract.ts";
import { BUY } from "../core/execution/order-fixture.ts";
import { type CliRun, runCli } from "../support/run-cli.ts";

const TUESDAY = Date.parse("2026-11-24T23:30:00.000Z");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-tables-"));
  await writeFile(join(folder, "accounts.json"), JSON.stringify([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]), {
    mode: 0o600,
  });
  const data = await openLocalData(join(folder, ".whook"), { use: "work", clock: systemClock });
  await data.ledger.createOrder(endedAt(TUESDAY, "filled"));
  await data.ledger.createOrder(endedAt(TUESDAY + 60_000, "rejected"));
  data.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function endedAt(at: number, status: "filled" | "rejected"): OrderRecord {
  const order = orderAt(unixMs(at), 0, { order: { ...BUY, tag: "macd" } });
  const accounted = { realizedProfit: "3", closedContracts: "1" };
  const execution = { clientOrderId: "id", side: "buy", contracts: "1", averagePrice: "2000", accounted } as const;
  const isFilled = status === "filled";
  const state = {
    ...order.state,
    status,
    phase: { kind: "ended" },
    executions: isFilled ? [execution] : [],
    fills: isFilled ? { contracts: "1", value: "2000", feeCost: "1", feeCurrency: "USDT" } : order.state.fills,
    code: isFilled ? "FILLED" : "BELOW_MINIMUM_AMOUNT",
    reason: isFilled ? "1 contracts filled" : "0.0001 contracts are below the minimum of 0.001 contracts of the market",
    endedAt: unixMs(at),
  } as const;
  return { ...order, state };
}

function whook(line: string, options: Partial<CliRun> = {}) {
  const env = {
    WHOOK_DATA_DIR: join(folder, ".whook"),
    WHOOK_ACCOUNTS: join(folder, "accounts.json"),
    WHOOK_NOTIFICATIONS: join(folder, "notifications.json"),
    ...options.env,
  };
  return runCli(line.split(" "), { ...options, env });
}

describe.each([60, 80, 120, 200])("in %i columns", (width) => {
  test.each(["trades", "stats", "stats --by tag", "positions", "balance", "alerts", "accounts list"])(
    "%s fits",
    async (line) => {
      const { code, out } = await whook(line, { width });
      expect(code).toBe(0);
      expect(out.split("\n").filter((row) => row.length > width)).toEqual([]);
    },
  );
});

test("columns stand below each other whatever is in them, a row a line", () => {
  let out = "";
  const io = { out: (text: string) => (out += text), err: () => undefined, isTerminal: true } as unknown as CliIo;
  printTable(
    io,
    [{ title: "what" }, { title: "how many", align: "right" }],
    [
      ["日本語 ✅", "1"],
      [toned(io, "good", "filled"), "20"],
      ["e\u0301te\u0301\nlong", "-3"],
    ],
  );
  expect(stripVTControlCharacters(out).split("\n")).toEqual([
    "what       how many",
    "日本語 ✅         1",
    "filled           20",
    "e\u0301te\u0301 long         -3",
    "",
  ]);
  expect(fitTable({ columns: [{ title: "a" }], rows: [["日本語日本語"]] }, 7).rows).toEqual([["日本語…"]]);
});

test("what has no room goes and is named; --wide shows all of it", async () => {
  const narrow = await whook("trades", { width: 60 });
  expect(narrow.out).toMatchInlineSnapshot(`
    "UTC          symbol    order  status    order id
    11-24 23:31  ETH/USDT  buy    rejected  01m87ybys00123
    11-24 23:30  ETH/USDT  buy    filled    01m87ya4600123
    "
  `);
  expect(narrow.err).toMatchInlineSnapshot(`
    "not shown: fee, average, reason, filled, account, net
    profit; --wide shows all, npx whook order ID the reason
    "
  `);
  const wide = await whook("trades --wide", { width: 60 });
  expect(wide).toEqual(await whook("trades"));
});

test("a column that may be cut is cut before another goes", () => {
  const columns = [{ title: "a" }, { title: "b", drop: 1 }, { title: "why", isCut: true }] as const;
  const { rows, hidden } = fitTable({ columns, rows: [["1", "2", "x".repeat(50)]] }, 40);
  expect([rows, hidden]).toEqual([[["1", "2", `${"x".repeat(33)}…`]], []]);
});

test("times are shown and read in the zone that is named, and the zone is said", async () => {
  const berlin = await whook("trades --timezone Europe/Berlin --day 2026-11-25");
  expect(berlin.out).toContain("received (Europe/Berlin)");
  expect(berlin.out).toContain("2026-11-25 00:30:00");
  expect((await whook("trades", { env: { TZ: "Asia/Tokyo" } })).out).toContain("2026-11-25 08:30:00");
  expect((await whook("trades", { env: { TZ: ":/etc/localtime" } })).out).toContain("received (UTC)");
  expect((await whook("trades --day 2026-11-25")).out).toContain("no order is of that kind");
  expect(await whook("trades --timezone Mars/Olympus")).toMatchObject({
    code: 2,
    err: 'whook: --timezone "Mars/Olympus": write a name like Europe/Berlin or UTC\n',
  });
});

test("stats by day, week, month and side go by the zone", async () => {
  const names = async (by: string, zone: string) => {
    const { out } = await whook(`stats --by ${by} --timezone ${zone}`);
    return out
      .trim()
      .split("\n")
      .map((row) => row.split(/ {2,}/)[0]);
  };
  expect(await names("day", "UTC")).toEqual(["day (UTC)", "2026-11-24"]);
  expect(await names("day", "Europe/Berlin")).toEqual(["day (Europe/Berlin)", "2026-11-25"]);
  expect(await names("week", "UTC")).toEqual(["week (UTC)", "2026-11-23"]);
  expect(await names("month", "UTC")).toEqual(["month (UTC)", "2026-11"]);
  expect(await names("side", "UTC")).toEqual(["side", "buy"]);
  const json = JSON.parse((await whook("stats --json --timezone Asia/Tokyo")).out);
  expect(Object.keys(json.byHour)).toEqual(["08:00"]);
});

test("--version is that of the package", async () => {
  expect((await whook("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("start", () => {
  const env = () => ({ PORT: "0", WHOOK_DATA_DIR: join(folder, "run"), WHOOK_ACCOUNTS: join(folder, "accounts.json") });

  test("says where it listens, that TradingView cannot reach it, and then what happens", async () => {
    const seen = Promise.withResolvers<void>();
    const { code, out, err } = await whook("start --timezone Asia/Tokyo", {
      env: env(),
      whileRunning: async () => void (await whook("send demo ETH/USDT buy 100$ x2", { env: env() })),
      onOut: (printed) => / {2}filled /.test(printed) && seen.resolve(),
      stopped: seen.promise,
    });
    expect(code).toBe(0);
    expect(out).toContain("TradingView cannot reach 127.0.0.1");
    for (const way of ["ngrok http", "TLS proxy", "npx whook deploy"]) expect(out).toContain(way);
    expect(out).toContain("times     Asia/Tokyo");
    expect(out).not.toMatch(/'[^'\n]+'/);
    expect(out).toMatch(/^\d\d:\d\d:\d\d {2}alert {6}1 order: demo ETH\/USDT:USDT$/m);
    expect(out).toMatch(/ {2}filled {5}demo ETH\/USDT:USDT {2}buy: /);
    expect(err).toContain("stopping");
  });

  test("with WHOOK_LOG=json every line is JSON", async () => {
    const seen = Promise.withResolvers<void>();
    const { out } = await whook("start", {
      env: { ...env(), WHOOK_LOG: "json", WHOOK_DASHBOARD_PORT: "off" },
      whileRunning: async () => void (await whook("send demo ETH/USDT close", { env: env() })),
      onOut: (printed) => printed.includes('"kind":"filled"') && seen.resolve(),
      stopped: seen.promise,
    });
    const kinds = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).kind);
    expect([kinds[0], kinds[1], kinds.at(-1)]).toEqual(["start", "alert", "filled"]);
  });

  test("is refused for a stack, and where another runs", async () => {
    expect(await whook("start --stack whook", { env: env() })).toMatchObject({ code: 2 });
    const again = await whook("start", {
      env: env(),
      whileRunning: async () => {
        expect(await whook("start", { env: env() })).toMatchObject({
          code: 1,
          err: expect.stringContaining("runs on"),
        });
      },
    });
    expect(again.code).toBe(0);
  });
});
