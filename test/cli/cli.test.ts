import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { csvLine } from "../../lib/cli/csv.ts";
import { parseInstant } from "../../lib/cli/time-argument.ts";
import { TRADE_COLUMNS } from "../../lib/cli/trade-columns.ts";
import { alertId } from "../../lib/core/ids.ts";
import { TimeZone } from "../../lib/core/time-zone.ts";
import { type Trade, tradeOf } from "../../lib/core/trade/trade.ts";
import { cellsOf } from "../../lib/core/trade/trade-cells.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { type Runtime, startRuntime } from "../../lib/runtime/start-runtime.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { BOT_TOKEN, CHAT_ID, type NotifyServer, startNotifyServer } from "../support/notify-server.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { type CliRun, runCli } from "../support/run-cli.ts";

const PAPER = { ACCOUNT_ID: "demo", EXCHANGE: "paper", API_KEY: "", SECRET_KEY: "" };
const BROKEN = { ACCOUNT_ID: "later", EXCHANGE: "bybit", API_KEY: "k-secret-k", SECRET_KEY: "s-secret-s" };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-cli-"));
  await writeFile(join(folder, "accounts.json"), JSON.stringify([PAPER]), { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function whook(...argv: string[]) {
  return run(argv);
}

function run(argv: readonly string[], options: Partial<CliRun> = {}) {
  const env = {
    WHOOK_DATA_DIR: join(folder, ".whook"),
    WHOOK_ACCOUNTS: join(folder, "accounts.json"),
    WHOOK_NOTIFICATIONS: join(folder, "notifications.json"),
    ...options.env,
  };
  return runCli(argv, { ...options, env });
}

describe("lint", () => {
  test("prints what it understood as JSON, and exits 0", async () => {
    const { code, out } = await whook("lint", "--json", "demo ETH/USD buy 300$ x3");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      orders: [
        {
          line: 1,
          account: "demo",
          symbol: "ETH/USDT:USDT",
          command: "buy",
          side: "buy",
          quantity: { value: "300", unit: "quote", basis: "collateral" },
          leverage: 3,
          reduceOnly: false,
        },
      ],
      errors: [],
      warnings: [{ line: 1, column: 6, code: "USD_IS_SETTLE_COIN", token: "ETH/USD", message: expect.any(String) }],
    });
  });

  test("reads standard input when there is no text, or a dash", async () => {
    const stdin = new TextEncoder().encode("demo ETH/USDT close");
    for (const argv of [
      ["lint", "--json"],
      ["lint", "-", "--json"],
    ]) {
      expect(JSON.parse((await run(argv, { stdin })).out).orders).toHaveLength(1);
    }
  });

  test("exits 1 when any line is bad, saying where and what", async () => {
    const { code, out } = await whook("lint", "demo ETH/USDT buy 1\ndemo ETH/USDT byu 1");
    expect(code).toBe(1);
    expect(out).toContain("good     line 1");
    expect(out).toContain('error    line 2, column 15: "byu"');
  });

  test("M17: reads a JSON body as the webhook does", async () => {
    const good = await whook("lint", "--json", '{"text":"demo ETH/USDT close\ndemo ETH/USDT buy 1",}');
    expect([good.code, JSON.parse(good.out).orders.length]).toEqual([0, 2]);
    const none = await whook("lint", "--json", '{"action":"buy"}');
    expect([none.code, JSON.parse(none.out)]).toEqual([
      1,
      {
        orders: [],
        errors: [{ line: 1, code: "NO_MESSAGE", message: expect.stringContaining("action") }],
        warnings: [],
      },
    ]);
    const bad = await whook("lint", '{"message":"demo ETH/USDT close\ndemo ETH/USDT buy 1');
    expect([bad.code, bad.out]).toEqual([1, expect.stringContaining("error    line 2, column 20: begins as JSON")]);
    const long = await whook("lint", JSON.stringify({ text: "x".repeat(64 * 1024 + 1) }));
    expect([long.code, long.out]).toEqual([2, ""]);
  });

  test.each(["plan", "send"])("M17: %s reads text only", async (command) => {
    const { code, err } = await whook(command, ' {"message":"demo ETH/USDT buy 1"}');
    expect([code, err]).toEqual([2, expect.stringContaining("without JSON around it")]);
  });

  test("takes words that were not quoted, sizes below zero among them", async () => {
    const { code, out } = await whook("lint", "demo", "ETH/USDT", "pos", "-0.5", "x2", "--json");
    expect([code, JSON.parse(out).orders]).toEqual([0, [expect.objectContaining({ leverage: 2 })]]);
    expect(JSON.parse(out).orders[0].quantity).toEqual({ value: "-0.5", unit: "base", basis: "nominal" });
    const plan = await whook("plan", "demo", "ETH/USDT", "pos", "-500$", "x2", "--json");
    expect([plan.code, JSON.parse(plan.out).order.quantity.value]).toEqual([0, "-500"]);
  });

  test("takes the single quotes that cmd on Windows hands on", async () => {
    expect((await whook("lint", "'demo", "ETH/USDT", "close'")).code).toBe(0);
  });

  test("refuses an option that is none", async () => {
    expect(await whook("lint", "demo ETH/USDT close", "--jsn")).toMatchObject({
      code: 2,
      out: "",
      err: "whook: unknown option '--jsn'\n",
    });
  });

  test("says of a time in the future that it is one", async () => {
    const { code, out } = await whook("lint", "--json", "demo ETH/USDT close at:2999-01-01");
    expect([code, JSON.parse(out).warnings]).toEqual([0, [expect.objectContaining({ code: "TIME_AHEAD" })]]);
  });

  test("--template fills the placeholders in: long, short, flat", async () => {
    const README = "demo {{ticker}} pos {{strategy.position_size}} x3";
    const { code, out } = await whook("lint", "--template", "--json", README);
    expect(code).toBe(0);
    const { samples } = JSON.parse(out);
    expect(samples.map(({ name, text }: { name: string; text: string }) => `${name}: ${text}`)).toEqual([
      "long: demo BTCUSDT.P pos 1.5 x3",
      "short: demo BTCUSDT.P pos -0.5 x3",
      "flat: demo BTCUSDT.P pos 0 x3",
    ]);
    expect(samples[1].result).toEqual({
      orders: [
        expect.objectContaining({ symbol: "BTC/USDT:USDT", quantity: expect.objectContaining({ value: "-0.5" }) }),
      ],
      errors: [],
      warnings: [],
    });
  });

  test("--template: direction and size, quoted ids, times, JSON; what is not known stays and is an error", async () => {
    const direction = "pos {{strategy.market_position}} {{strategy.market_position_size}}";
    const id = 'id:"{{ticker}}-{{timenow}}-{{strategy.order.id}}" at:{{timenow}} price:{{close}}';
    const good = await whook(
      "lint",
      "--template",
      "--json",
      `{"message":"demo {{ticker}} ${direction} at:{{timenow}}"}`,
    );
    expect([
      good.code,
      JSON.parse(good.out).samples.map(
        ({ result }: { result: { orders: { quantity: { value: string } }[] } }) => result.orders[0]?.quantity.value,
      ),
    ]).toEqual([0, ["1.5", "-0.5", "0"]]);
    const keyed = await whook("lint", "--template", `demo {{ticker}} ${direction} ${id}`);
    expect(keyed.code).toBe(0);
    expect(keyed.out).toContain("short: demo BTCUSDT.P pos short 0.5");
    expect(keyed.out).toContain("Close entry(s) order Long");
    const bad = await whook("lint", "--template", "--json", "demo {{ticker}} buy {{plot_0}}$\nnobody {{ticker}} close");
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out).samples[0].result.errors[0]).toMatchObject({
      code: "PLACEHOLDER",
      token: "{{plot_0}}$",
    });
  });

  test("--template: the ticker is what TradingView calls it on the account's venue", async () => {
    await writeFile(
      join(folder, "accounts.json"),
      JSON.stringify([
        { ...BROKEN, ACCOUNT_ID: "krk", EXCHANGE: "krakenfutures" },
        { ...BROKEN, ACCOUNT_ID: "coin", SETTLE_COIN: "BTC" },
      ]),
      { mode: 0o600 },
    );
    const { out } = await whook("lint", "--template", "krk {{ticker}} close\ncoin {{ticker}} close");
    expect(out).toContain("flat: krk BTCUSD.PM close\ncoin BTCUSD.P close");
  });

  test("of no order line is empty and fine", async () => {
    const { code, out } = await run(["lint", "--json"], { stdin: new TextEncoder().encode("// nothing\n") });
    expect([code, JSON.parse(out)]).toEqual([0, { orders: [], errors: [], warnings: [] }]);
  });

  test.each<[string, Uint8Array | undefined, Record<string, string>]>([
    ["a text above 64 KiB", new Uint8Array(64 * 1024 + 1).fill(0x20), {}],
    ["a text that is not UTF-8", Uint8Array.of(0xff), {}],
    ["an accounts file that is not there", undefined, { WHOOK_ACCOUNTS: "/nonexistent/accounts.json" }],
    ["a variable that is wrong", undefined, { PORT: "abc" }],
  ])("exits 2 with one line for %s", async (_, stdin, env) => {
    const { code, out, err } = await run(["lint", "--json"], { ...(stdin === undefined ? {} : { stdin }), env });
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});

describe("usage", () => {
  test.each([
    [["trades", "--bogus"], "--bogus"],
    [["bogus"], "npx whook --help lists them"],
    [["tradse"], "Did you mean trades?"],
    [["trades", "--status", "bogus"], "bogus"],
    [["trades", "--since", "yesterday"], "--since"],
    [["trades", "--limit", "0"], "--limit"],
    [["trades", "--symbol", "nope"], "--symbol"],
    [["order"], "ID"],
    [["order", "short"], "neither"],
    [["positions", "--stack", "not a name"], "WHOOK_STACK"],
  ])("%j is refused with exit 2 and one line", async (argv, word) => {
    const { code, out, err } = await run(argv);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(word);
    expect(err).toMatch(/^whook: .*\n$/);
  });

  test("help teaches by example", async () => {
    const { code, out } = await whook("trades", "--help");
    expect(code).toBe(0);
    expect(out).toContain("whook trades --account demo --symbol ETHUSDT --since 7d");
  });
});

describe("without a running whook", () => {
  beforeEach(async () => {
    (await openLocalData(join(folder, ".whook"), { use: "work", clock: systemClock })).close();
  });

  test.each(["trades", "stats", "order 01hf7yat00", "alerts", "report 01hf7yat00", "redrive", "pause", "dashboard"])(
    "%s in a folder without data is an error that names one with data, and makes none",
    async (line) => {
      const dataDir = join(folder, "elsewhere");
      const { code, out, err } = await run(line.split(" "), { env: { WHOOK_DATA_DIR: dataDir } });
      expect([code, out]).toEqual([1, ""]);
      expect(err).toContain("there is some in ");
      expect(err).toContain(".whook: go to the folder whook was started in");
      expect(existsSync(dataDir)).toBe(false);
    },
  );

  test("trades are empty, balance and positions come from the data", async () => {
    expect(JSON.parse((await whook("trades", "--json")).out)).toEqual([]);
    for (const command of ["trades", "stats"]) {
      expect((await whook(command)).out).toContain("no orders yet");
      expect((await whook(command, "--tag", "x")).out).toContain("no order is of that kind");
    }
    expect(JSON.parse((await whook("balance", "--json")).out)).toEqual([
      { account: "demo", settle: "USDT", equity: "10000", free: "10000" },
    ]);
    expect((await whook("positions")).out).toContain("nothing is open");
    expect((await whook("redrive")).out).toContain("nothing to put back");
  });

  test("send says to start one", async () => {
    const { code, err } = await whook("send", "demo ETH/USDT buy 1");
    expect([code, err]).toEqual([1, expect.stringContaining("npx whook start")]);
  });

  test("an order that is not there is said to be", async () => {
    expect(await whook("order", "01hf7yat000123456789abcdef000")).toMatchObject({
      code: 1,
      err: expect.stringContaining("no order"),
    });
    expect(await whook("order", "01hf7yat000123456789abcdef")).toMatchObject({
      code: 1,
      err: expect.stringContaining("no alert"),
    });
  });

  test("an alert tells of an order that was never stored, and its warnings", async () => {
    const data = await openLocalData(join(folder, ".whook"), { use: "work", clock: systemClock });
    const id = alertId("01hf7yat000123456789abcdef");
    const { orderId, account, symbol } = orderRecord();
    await data.ledger.putAlert({
      alertId: id,
      receivedAt: systemClock.now(),
      text: "",
      accepted: [{ line: 1, orderId, account, symbol }],
      rejected: [],
      warnings: [{ line: 1, code: "DEPRECATED", message: '"long": deprecated, write buy' }],
    });
    data.close();
    const { out } = await whook("order", id);
    expect(out).toContain("missing   line 1: not on record: whook stopped before it answered, and sent nothing");
    expect(out).toContain('warning   line 1: "long": deprecated, write buy');
  });

  test("a plan says what would be done, and sends nothing", async () => {
    const { code, out } = await whook("plan", "--json", "demo ETH/USDT buy 300$ x3");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      order: { command: "buy" },
      market: { symbol: "ETH/USDT:USDT" },
      inputs: { position: "0", equity: "10000", free: "10000", leverage: 1, marginMode: "isolated" },
      outcome: "steps",
      steps: [
        { kind: "set-leverage", leverage: 3 },
        { kind: "place", purpose: "open", side: "buy" },
      ],
    });
    expect((await whook("plan", "demo ETH/USDT buy 300$ x3")).out).toContain("step 2    buy");
    expect(await whook("plan", "demo ETH/USDT buy 0.0001")).toMatchObject({
      code: 1,
      out: expect.stringContaining("denied"),
    });
    expect(await whook("plan", "demo NOPE/USDT buy 1")).toMatchObject({
      code: 1,
      err: expect.stringContaining("no perpetual market"),
    });
    expect(await whook("plan", "demo ETH/USDT byu 1")).toMatchObject({ code: 2, err: expect.stringContaining("buy?") });
    expect(JSON.parse((await whook("trades", "--json")).out)).toEqual([]);
  });

  test("one account that fails does not hide another, and no key is shown", async () => {
    await writeFile(join(folder, "accounts.json"), JSON.stringify([BROKEN, PAPER]), { mode: 0o600 });
    const balance = await whook("balance");
    expect(balance).toMatchObject({
      code: 1,
      out: expect.stringContaining("10000"),
      err: expect.stringContaining("later"),
    });
    expect((await whook("positions")).out).toBe("nothing is open on demo\n");
    const check = await whook("accounts", "check");
    expect(check).toMatchObject({ code: 1, out: expect.stringContaining("paper account") });
    const list = await whook("accounts", "list", "--json");
    for (const text of [balance.out, balance.err, check.out, list.out]) expect(text).not.toContain("secret");
    expect((await whook("accounts", "list")).out).toContain("bybit");
    expect(await whook("balance", "--account", "nobody")).toMatchObject({
      code: 1,
      err: expect.stringContaining("there are later, demo"),
    });
  });

  test("M3: accounts that share a key are told so, without the key", async () => {
    const entries = [BROKEN, { ...BROKEN, ACCOUNT_ID: "twin" }];
    await writeFile(join(folder, "accounts.json"), JSON.stringify(entries), { mode: 0o600 });
    const { out } = await whook("accounts", "check");
    expect(out).toContain("API_KEY is that of twin too");
    expect(out).not.toContain(BROKEN.API_KEY);
  });
});

describe("notify", () => {
  let server: NotifyServer;
  beforeEach(async () => {
    server = await startNotifyServer();
    const bot = { CHANNEL: "telegram", BOT_TOKEN, CHAT_ID, ENDPOINT: server.endpoint };
    const phone = { NAME: "phone", ...bot, DIGEST: "20:00", TIMEZONE: "Europe/Berlin" };
    const lost = { ...bot, NAME: "lost", CHAT_ID: 7, ACCOUNTS: ["nobody"], SILENCE_HOURS: 24 };
    await writeFile(join(folder, "notifications.json"), JSON.stringify([phone, lost]), { mode: 0o600 });
  });
  afterEach(() => server.stop());

  test("test sends a message through each channel, and says which do not work", async () => {
    const { code, out, err } = await whook("notify", "test");
    expect(code).toBe(1);
    expect(out).toContain("sent      phone\n");
    expect(out).toContain("not sent  lost: answered 400, Bad Request: chat not found");
    expect(err).toContain("channel lost: there is no account nobody");
    expect(server.taken.map(({ body }) => body.text)).toEqual([expect.stringContaining('whook\'s channel "phone"')]);
    expect(server.taken[0]?.body.text).toContain("Its digest comes every day at 20:00 (Europe/Berlin).");
    expect(out + err).not.toContain(BOT_TOKEN);
    const one = await whook("notify", "test", "--channel", "PHONE", "--json");
    expect([one.code, JSON.parse(one.out)]).toEqual([0, [{ channel: "phone", sent: true }]]);
  });

  test("list shows who is told what, without secrets", async () => {
    const { code, out } = await whook("notify", "list");
    expect(code).toBe(0);
    expect(out).toMatch(/lost +telegram +nobody +filled, .*silence of 24 h/);
    expect(out).toMatch(/phone +telegram +all +filled, .*digest at 20:00 Europe\/Berlin/);
    const json = await whook("notify", "list", "--json");
    expect(JSON.parse(json.out)).toHaveLength(2);
    expect(out + json.out).not.toContain(BOT_TOKEN);
  });

  test("says what is missing or wrong", async () => {
    expect((await whook("notify", "test", "--channel", "x")).err).toContain("there are phone, lost");
    await writeFile(join(folder, "notifications.json"), "[]");
    expect(await whook("notify", "test")).toMatchObject({ code: 1, err: expect.stringContaining("no channels in") });
    await writeFile(join(folder, "notifications.json"), '[{"CHANNEL": "pigeon"}]');
    expect((await whook("notify", "list")).err).toContain("one of telegram, discord, webhook, email");
  });
});

describe("with a running whook", () => {
  let runtime: Runtime;
  const telemetry = new RecordingTelemetry();
  beforeEach(async () => {
    runtime = await startRuntime({
      port: 0,
      dataDir: join(folder, ".whook"),
      accountsFile: join(folder, "accounts.json"),
      clock: systemClock,
      telemetry,
      paperFeed: new FixedFeed(),
    });
  });
  afterEach(() => runtime.stop());

  async function ended(count: number) {
    for (;;) {
      const trades = JSON.parse((await whook("trades", "--json")).out);
      if (trades.length === count && trades.every((trade: { endedAt?: string }) => trade.endedAt !== undefined))
        return trades;
    }
  }

  test("an alert becomes a filled trade that can be asked for", async () => {
    const sent = await whook("send", "demo ETH/USDT buy 0.5 x3");
    expect(sent).toMatchObject({ code: 0, out: expect.stringContaining("accepted  line 1") });
    expect(sent.out).toContain("filled    line 1: demo ETH/USDT:USDT, 0.5 contracts at 2001");
    const [trade] = await ended(1);
    expect(trade).toMatchObject({
      account: "demo",
      status: "filled",
      filledContracts: "0.5",
      averagePrice: "2001",
      leverage: 3,
    });
    const story = await whook("order", trade.orderId);
    expect(story.out).toContain("Filled 0.5 contracts at 2001.");
    expect(story.out).toContain("Ended as filled");
    expect((await whook("order", trade.alertId)).out).toContain(trade.orderId);
    expect(JSON.parse((await whook("order", trade.orderId, "--json")).out)).toMatchObject({
      orderId: trade.orderId,
      events: expect.any(Array),
    });
    const open = await whook("positions");
    expect(open.out).toMatch(/demo +ETH\/USDT:USDT +long +0.5/);
    expect(open.out).toContain("paper closes nothing by itself");
    const [position] = JSON.parse((await whook("positions", "--json")).out);
    expect(Object.keys(position)).toEqual(expect.arrayContaining(["notional", "margin", "unrealizedProfit"]));
  });

  test("send says the end of each order: what failed makes the exit 1", async () => {
    const denied = await whook("send", "demo ETH/USDT buy 0.0001");
    expect(denied).toMatchObject({ code: 1, out: expect.stringContaining("rejected  line 1: demo ETH/USDT:USDT, ") });
    const json = await whook("send", "--json", "demo ETH/USDT buy 0.5\ndemo ETH/USDT buy 0.5 limit:low:100");
    const { accepted, orders } = JSON.parse(json.out);
    expect([json.code, accepted.length]).toEqual([0, 2]);
    expect(orders.map(({ status }: { status: string }) => status)).toEqual(["filled", "placed"]);
    const unwaited = await whook("send", "--no-wait", "demo ETH/USDT close");
    expect(unwaited).toMatchObject({ code: 0, out: expect.stringContaining("npx whook trades") });
    expect(unwaited.out).not.toContain("filled");
    await ended(4);
  });

  test("an id's beginning is enough; of several that begin alike, they are named", async () => {
    await whook("send", "demo ETH/USDT buy 0.5\ndemo BTC/USDT buy 0.5");
    await whook("send", "demo ETH/USDT byu 1");
    const [{ orderId, alertId: id }] = JSON.parse((await whook("trades", "--json")).out);
    const story = await whook("order", id.slice(0, 20));
    expect(story.out).toContain(`order ${orderId}`);
    expect(story.out).toContain("ETH/USDT:USDT");
    expect((await whook("order", id.slice(0, 6))).err).toMatch(/several begin with \w{6}: .*; write more of it/);
    expect((await whook("order", "01hf7yat00")).err).toContain("no order or alert begins with 01hf7yat00");
  });

  test("alerts are listed as they came, those with a refused line apart", async () => {
    await whook("send", "demo ETH/USDT buy 0.5");
    await whook("send", "demo ETH/USDT byu 1");
    const all = JSON.parse((await whook("alerts", "--json")).out);
    expect(all.map(({ text }: { text: string }) => text)).toEqual(["demo ETH/USDT byu 1", "demo ETH/USDT buy 0.5"]);
    expect(all[0].receivedAt).toMatch(/^\d{4}-.*Z$/);
    const refused = await whook("alerts", "--refused", "--timezone", "Asia/Tokyo");
    expect(refused.out).toContain("received (Asia/Tokyo)");
    expect(refused.out).toMatch(/0 +1 +line 1: "byu"/);
    expect(refused.out).not.toContain("buy 0.5");
    expect(JSON.parse((await whook("alerts", "--limit", "1", "--json")).out)).toHaveLength(1);
    expect((await whook("alerts", "--since", "2999-01-01")).out).toBe("no such alert\n");
  });

  test("an account or a tag that nothing has is an error that names those there are", async () => {
    await whook("send", "demo ETH/USDT buy 0.5 tag:macd");
    expect(await whook("trades", "--account", "dema")).toMatchObject({
      code: 1,
      err: "whook: no account dema, and no order of one; there are demo\n",
    });
    expect(await whook("stats", "--tag", "mcad")).toMatchObject({
      code: 1,
      err: "whook: no order has the tag mcad, did you mean macd?; there are macd\n",
    });
    expect((await whook("trades", "--tag", "macd", "--status", "rejected")).out).toContain("no order is of that kind");
  });

  test("watch says what happens while it happens", async () => {
    const seen = Promise.withResolvers<void>();
    const lines = await run(["watch"], {
      whileRunning: async () => {
        await whook("send", "demo ETH/USDT buy 0.5\ndemo ETH/USDT byu 1");
      },
      onOut: (printed) => / {2}filled /.test(printed) && seen.resolve(),
      stopped: seen.promise,
    });
    expect(lines.code).toBe(0);
    expect(lines.err).toContain("times in UTC");
    expect(lines.out).toMatch(/^\d\d:\d\d:\d\d {2}alert {6}1 order: demo ETH\/USDT:USDT; 1 line refused$/m);
    expect(lines.out).toMatch(/ {2}bad-line {3}line 2: "byu"/);
    expect(lines.out).toMatch(/ {2}filled {5}demo ETH\/USDT:USDT {2}buy: 0.5 contracts at 2001, fee 0.\d+ USDT$/m);
  });

  test("bad lines are told, and make the exit 1", async () => {
    const sent = await whook("send", "demo ETH/USDT buy 0.5\ndemo ETH/USDT byu 1");
    expect(sent).toMatchObject({ code: 1, out: expect.stringContaining("rejected  line 2") });
    expect(
      await run(["send", "demo ETH/USDT buy 1"], { env: { WHOOK_TOKEN: "another-token-than-that" } }),
    ).toMatchObject({
      code: 1,
      err: expect.stringContaining("WHOOK_TOKEN"),
    });
  });

  test("trades can be filtered and written as CSV", async () => {
    await whook("send", "demo ETH/USDT buy 0.5\ndemo BTC/USDT buy 0.5\ndemo ETH/USDT close");
    await ended(3);
    const symbols = async (...filter: string[]) =>
      JSON.parse((await whook("trades", "--json", ...filter)).out).map(
        ({ symbol, command }: Record<string, string>) => `${symbol} ${command}`,
      );
    expect(await symbols("--symbol", "BTCUSDT.P")).toEqual(["BTC/USDT:USDT buy"]);
    expect(await symbols("--account", "DEMO", "--symbol", "eth/usdt")).toEqual([
      "ETH/USDT:USDT close",
      "ETH/USDT:USDT buy",
    ]);
    expect(await symbols("--status", "rejected")).toEqual([]);
    expect(await symbols("--limit", "1")).toEqual(["ETH/USDT:USDT close"]);
    expect(await symbols("--until", "1h")).toEqual([]);
    expect(await symbols("--since", "1h")).toHaveLength(3);
    const csv = (await whook("trades", "--format", "csv")).out.split("\r\n");
    expect(csv[0]).toContain("orderId,alertId,line,text");
    expect(csv).toHaveLength(5);
    expect((await whook("trades")).out).toContain("filled");
  });

  test("S9: its data is copied while it runs, and brought back while it does not", async () => {
    await whook("send", "demo ETH/USDT buy 0.5");
    await ended(1);
    const [copy, data] = [join(folder, "copy.db"), join(folder, ".whook", "whook.db")];
    expect(await whook("backup", copy)).toMatchObject({ code: 0, out: expect.stringContaining("copy.db holds") });
    expect(await whook("backup", copy)).toMatchObject({ code: 1, err: expect.stringContaining("not overwritten") });
    expect(await whook("restore", copy)).toMatchObject({ code: 1, err: expect.stringContaining("stop that one") });
    await whook("send", "demo ETH/USDT close");
    await ended(2);
    await runtime.stop();
    const restored = await whook("restore", "--json", copy);
    expect(JSON.parse(restored.out)).toEqual({ restored: data, kept: `${data}.before-1` });
    expect(JSON.parse((await whook("trades", "--json")).out)).toHaveLength(1);
    expect(await whook("restore", join(folder, "none.db"))).toMatchObject({ code: 1 });
    expect(await whook("backup", "x.db", "--stack", "whook")).toMatchObject({ code: 2 });
    expect(await whook("backup")).toMatchObject({ code: 2, err: expect.stringContaining("FILE") });
  });

  test("dead letters are put back while it does not run: beside it that is refused in plain words", async () => {
    expect(await whook("redrive")).toMatchObject({ code: 1, err: expect.stringContaining("stop that one") });
    await runtime.stop();
    expect(await whook("redrive")).toMatchObject({ code: 0, out: "there is nothing to put back\n" });
  });

  test("a second one on the same data is refused", async () => {
    const options = {
      port: 0,
      dataDir: join(folder, ".whook"),
      accountsFile: join(folder, "accounts.json"),
      clock: systemClock,
      telemetry,
    };
    await expect(startRuntime(options)).rejects.toThrow("runs on");
  });
});

test("a stop lets running orders end, and a restart goes on where it was", async () => {
  const options = {
    port: 0,
    dataDir: join(folder, ".whook"),
    accountsFile: join(folder, "accounts.json"),
    clock: systemClock,
    telemetry: new RecordingTelemetry(),
  };
  const feed = new FixedFeed();
  feed.failure = { code: "VENUE_UNREACHABLE", outcome: "unknown", remedy: "retry", message: "no route" };
  const first = await startRuntime({ ...options, paperFeed: feed });
  await fetch(`${first.url}/whook/${first.token}`, { method: "POST", body: "demo ETH/USDT buy 0.5" });
  await first.stop();
  const second = await startRuntime({ ...options, paperFeed: new FixedFeed() });
  expect(second.resumed).toBe(1);
  const isFilled = async () => JSON.parse((await whook("trades", "--json")).out)[0].status === "filled";
  while (!(await isFilled()));
  await second.stop();
  const data = await openLocalData(options.dataDir, { use: "read", clock: systemClock });
  expect(await data.queue.count()).toBe(0);
  data.close();
});

test("a csv leaves cells unread for quotes only where whook alone writes digits, times, ids and its own words", () => {
  const amounts = [
    "alertPrice",
    "alertSlippageBps",
    "outsideContracts",
    "positionMoved",
    "makerContracts",
    "lockSaving",
  ];
  const more = Object.fromEntries(amounts.map((name) => [name, "-1234567890.000000000001"]));
  const trade = {
    ...tradeOf(orderRecord()),
    ...more,
    code: "FILLED",
    realizedProfit: "-5",
    netProfit: "-5.5",
  } as Trade;
  const cells = cellsOf(trade);
  const plain = TRADE_COLUMNS.flatMap(({ isPlain, name }, at) => (isPlain ? [[name, String(cells[at] ?? "")]] : []));
  expect(plain.filter(([, cell = ""]) => !/^-?[\w.:-]*$/.test(cell))).toEqual([]);
  const free = TRADE_COLUMNS.filter(({ isPlain }) => !isPlain).map(({ name }) => name);
  expect(free).toEqual(
    expect.arrayContaining(["text", "account", "exchange", "symbol", "tag", "reason", "notes", "warnings", "settle"]),
  );
  expect(free).toEqual(expect.arrayContaining(["feeCost", "feeCurrency", "clientOrderIds"]));
});

test("CSV quotes what needs it and keeps formulas from running", () => {
  const record = orderRecord({ text: 'demo ETH/USDT buy 1 id:a,"b"' });
  const row = csvLine(cellsOf(tradeOf(record)));
  expect(row).toContain('"demo ETH/USDT buy 1 id:a,""b"""');
  expect(csvLine(cellsOf(tradeOf(orderRecord({ text: "=cmd|' /C calc'!A0" }))))).toContain("'=cmd");
});

test.each([
  ["30s", -30_000],
  ["5m", -300_000],
  ["24h", -86_400_000],
  ["7d", -604_800_000],
  ["1w", -604_800_000],
])("%s is so long ago", (text, offset) => {
  const now = systemClock.now();
  expect(parseInstant("--since", text, { now, zone: TimeZone.utc })).toBe(now + offset);
});
