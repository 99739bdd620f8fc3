import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import * as library from "../../lib/index.ts";
import { connect, createWebhook, LineRefusedError, openAccount, openAccounts, WhookError } from "../../lib/index.ts";
import { startRuntime } from "../../lib/runtime/start-runtime.ts";
import { findToken } from "../../lib/runtime/token.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { BOT_TOKEN, CHAT_ID, startNotifyServer } from "../support/notify-server.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { runCli } from "../support/run-cli.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "whook-bot-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const BOT = { ACCOUNT_ID: "bot", EXCHANGE: "paper" };

test("a bot trades without HTTP, and finds its positions again", async () => {
  const account = await openAccount(BOT, { dataDir });
  const planned = await account.plan("ETH/USDT buy 500$ x2");
  expect(planned).toMatchObject([{ outcome: "steps", market: { symbol: "ETH/USDT:USDT" } }]);
  const { trades, rejected } = await account.execute(
    "// entry\nETH/USDT buy 500$ x2\nbot BTC/USDT buy 500$ x2\nETH/USDT byu 1",
  );
  expect(trades.map(({ symbol, status }) => `${symbol} ${status}`)).toEqual([
    "ETH/USDT:USDT filled",
    "BTC/USDT:USDT filled",
  ]);
  expect(rejected).toMatchObject([{ line: 4, code: "UNKNOWN_WORD" }]);
  await account.close();
  const again = await openAccount(BOT, { dataDir });
  expect((await again.positions()).map(({ symbol }) => symbol)).toEqual(["ETH/USDT:USDT", "BTC/USDT:USDT"]);
  expect((await again.balance()).settle).toBe("USDT");
  await again.close();
});

test("what is wrong with the entry or a line is said", async () => {
  await expect(openAccount({ ACCOUNT_ID: "bot", EXCHANGE: "papr" }, { dataDir })).rejects.toThrow(
    "did you mean paper?",
  );
  const account = await openAccount(BOT, { dataDir });
  await expect(account.plan("ETH/USDT byu 1")).rejects.toThrow("did you mean buy?");
  await expect(account.plan("NOPE/USDT buy 1")).rejects.toThrow("no perpetual market");
  await expect(account.plan("closeall")).rejects.toMatchObject({ code: "SYMBOL_MISSING" });
  await account.close();
});

const TWO = [BOT, { ACCOUNT_ID: "second", EXCHANGE: "paper" }];

test("typed orders mean what their lines mean, and their trades say how they ended", async () => {
  await using account = await openAccount(BOT, { dataDir });
  const opened = await account.buy("ETH/USDT", { quote: 500, leverage: 2, tag: "my grid", id: "a key" });
  expect(opened).toMatchObject({ status: "filled", side: "buy", leverage: 2, tag: "my grid", command: "buy" });
  expect(await account.buy("ETH/USDT", { quote: 1, id: "a key" })).toMatchObject({ orderId: opened.orderId });
  const resting = { base: "0.5", limit: { id: "low1", price: "100" } };
  expect((await account.buy("ETH/USDT", resting)).status).toBe("placed");
  expect((await account.cancel("ETH/USDT", "low1")).status).toBe("cancelled");
  expect((await account.changeLeverage("ETH/USDT", 3)).status).toBe("done");
  expect((await account.position("ETH/USDT", { percent: -1, leverage: 3 })).status).toBe("filled");
  expect((await account.close("ETH/USDT")).status).toBe("filled");
  expect(await account.positions()).toEqual([]);
  const refused = account.buy("ETH/USDT", { base: "no number" as string });
  await expect(refused).rejects.toMatchObject({ code: "ORDER_INVALID" });
  await expect(account.sell("ETH/USDT", { base: "much" })).rejects.toBeInstanceOf(LineRefusedError);
  await expect(account.close("")).rejects.toMatchObject({ code: "ORDER_INVALID" });
});

test("questions: market, price, orders, one order, trades, stats", async () => {
  await using account = await openAccount(BOT, { dataDir });
  const { orderId } = await account.buy("ETHUSDT.P", { contracts: 1 });
  expect(await account.market("ETHUSDT")).toMatchObject({ symbol: "ETH/USDT:USDT", settle: "USDT" });
  expect(Number((await account.price("ETH/USDT")).ask)).toBeGreaterThan(0);
  expect((await account.order(orderId))?.story.at(-1)?.text).toContain("Ended as filled");
  expect(await account.order("nothing")).toBeUndefined();
  expect((await account.orders({ symbol: "ETHUSDT", since: new Date(0) })).map((order) => order.orderId)).toEqual([
    orderId,
  ]);
  expect(await account.trades({ status: "rejected", until: Date.now() })).toEqual([]);
  expect((await account.stats()).total.orders).toBe(1);
  await expect(account.market("NOPE/USDT")).rejects.toMatchObject({ name: "VenueError", code: "MARKET_NOT_FOUND" });
});

test("two accounts of one process, in one folder, each with its events", async () => {
  await using accounts = await openAccounts(TWO, { dataDir });
  expect(accounts.accounts.map(({ id }) => id)).toEqual(["bot", "second"]);
  const [bot, second] = [accounts.account("BOT"), accounts.account("second")];
  const heard: string[] = [];
  const stop = bot.on("filled", ({ account, trade }) => heard.push(`${account} ${trade?.status}`));
  const stopping = new AbortController();
  const kinds: string[] = [];
  const watching = (async () => {
    for await (const { kind, account } of second.events({ signal: stopping.signal })) {
      if (account === "second") kinds.push(kind);
      if (kind === "filled") stopping.abort();
    }
  })();
  await Promise.all([bot.buy("ETH/USDT", { base: 1 }), second.sell("ETH/USDT", { base: 1 })]);
  await watching;
  stop();
  await bot.close("ETH/USDT");
  const env = { WHOOK_DATA_DIR: dataDir, WHOOK_ACCOUNTS: join(dataDir, "none.json") };
  const beside = JSON.parse((await runCli(["trades", "--account", "second", "--json"], { env })).out);
  expect(beside).toMatchObject([{ account: "second", status: "filled" }]);
  expect(heard).toEqual(["bot filled"]);
  expect([kinds[0], kinds.at(-1)]).toEqual(["attempt", "filled"]);
  expect(() => accounts.account("third")).toThrow(WhookError);
  await expect(openAccount(BOT, { dataDir })).rejects.toMatchObject({ code: "DATA_IN_USE" });
});

test("what happens between the call of events and the loop's first step waits for it", async () => {
  await using account = await openAccount(BOT, { dataDir });
  const events = account.events();
  const { orderId } = await account.buy("ETH/USDT", { base: 1 });
  const kinds: string[] = [];
  for await (const event of events) {
    if (event.orderId === orderId) kinds.push(event.kind);
    if (event.kind === "filled") break;
  }
  expect(kinds[0]).toBe("attempt");
});

test("a signal ends the waiting, not the order", async () => {
  const account = await openAccount(BOT, { dataDir });
  await expect(account.buy("ETH/USDT", { base: 1, signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: "AbortError",
  });
  const stopping = new AbortController();
  const waiting = account.buy("ETH/USDT", { base: 1, signal: stopping.signal });
  account.on("alert", () => stopping.abort());
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  const ended = account.close("ETH/USDT");
  await ended;
  expect((await account.trades()).map(({ command, status }) => `${command} ${status}`)).toEqual([
    "close filled",
    "buy filled",
  ]);
  await account.close();
});

test.each(["pause", "resume", "closeOnly", "closeAll"] as const)("a signal ends the waiting of %s", async (name) => {
  await using account = await openAccount(BOT, { dataDir });
  const stopping = new AbortController();
  account.on("alert", () => stopping.abort());
  await expect(account[name]({ signal: stopping.signal })).rejects.toMatchObject({ name: "AbortError" });
  await expect.poll(async () => (await account.trades()).map(({ command }) => command)).toEqual([name.toLowerCase()]);
});

test("a bot of another machine joins by address and token", async () => {
  const accountsFile = join(dataDir, "accounts.json");
  await writeFile(accountsFile, JSON.stringify(TWO), { mode: 0o600 });
  const options = { port: 0, dataDir, accountsFile, clock: systemClock, telemetry: new RecordingTelemetry() };
  const runtime = await startRuntime({ ...options, paperFeed: new FixedFeed() });
  const joined = await connect({ url: runtime.url, token: (await findToken(dataDir)) ?? "" });
  expect(joined.accounts.map(({ id }) => id)).toEqual(["bot", "second"]);
  const second = joined.account("second");
  const kinds: string[] = [];
  const watching = (async () => {
    for await (const { kind } of second) kinds.push(kind);
  })();
  const trade = await second.buy("ETH/USDT", { base: 1 });
  expect(trade).toMatchObject({ account: "second", status: "filled", averagePrice: "2001" });
  expect((await second.order(trade.orderId))?.alertId).toBe(trade.alertId);
  await joined.close();
  await watching;
  expect(kinds).toEqual(expect.arrayContaining(["alert", "attempt", "filled"]));
  await expect(second.close("ETH/USDT")).rejects.toMatchObject({ code: "CLOSED" });
  await using again = await connect({ url: runtime.url, token: (await findToken(dataDir)) ?? "" });
  expect(await again.account("second").positions()).toMatchObject([{ contracts: "1" }]);
  await again.close();
  await runtime.stop();
});

test("a bot joins a running whook: its queue, its events, the same answers; the CLI beside it", async () => {
  const accountsFile = join(dataDir, "accounts.json");
  await writeFile(accountsFile, JSON.stringify(TWO), { mode: 0o600 });
  const options = { port: 0, dataDir, accountsFile, clock: systemClock, telemetry: new RecordingTelemetry() };
  const runtime = await startRuntime({ ...options, paperFeed: new FixedFeed() });
  const joined = await connect({ dataDir });
  const bot = joined.account("bot");
  const events: string[] = [];
  bot.on("filled", ({ orderId }) => events.push(String(orderId)));
  const trade = await bot.buy("ETH/USDT", { base: "0.5", leverage: 2 });
  expect(trade).toMatchObject({ status: "filled", averagePrice: "2001", leverage: 2 });
  expect(events).toEqual([trade.orderId]);
  expect(await bot.positions()).toMatchObject([{ symbol: "ETH/USDT:USDT", contracts: "0.5" }]);
  expect((await bot.balance()).settle).toBe("USDT");
  expect(await bot.plan("ETH/USDT close")).toMatchObject([{ outcome: "steps" }]);
  await bot.closeOnly();
  expect(await bot.plan("ETH/USDT buy 1")).toMatchObject([{ outcome: "denied", code: "CLOSE_ONLY" }]);
  await bot.resume();
  expect((await bot.order(trade.orderId))?.story.length).toBeGreaterThan(3);
  await expect(bot.price("NOPE/USDT")).rejects.toMatchObject({ name: "VenueError", code: "MARKET_NOT_FOUND" });
  const env = { WHOOK_DATA_DIR: dataDir, WHOOK_ACCOUNTS: accountsFile };
  expect(JSON.parse((await runCli(["trades", "--json"], { env })).out)).toHaveLength(3);
  await expect(connect({ url: runtime.url, token: "another-token" })).rejects.toMatchObject({ code: "TOKEN_WRONG" });
  await joined.close();
  await expect(bot.buy("ETH/USDT", { base: 1 })).rejects.toMatchObject({ code: "CLOSED" });
  await runtime.stop();
  await expect(connect({ dataDir })).rejects.toMatchObject({ code: "WHOOK_UNREACHABLE" });
});

/** A message is sent within seconds of its order's end. */
const LONG = { timeout: 15_000 };

test("a bot's orders are told as any other's", async () => {
  const phone = await startNotifyServer();
  const notifications = join(dataDir, "notifications.json");
  const channel = { NAME: "phone", CHANNEL: "telegram", BOT_TOKEN, CHAT_ID, ENDPOINT: phone.endpoint };
  await writeFile(notifications, JSON.stringify([channel]), { mode: 0o600 });
  const account = await openAccount(BOT, { dataDir, notifications });
  await account.buy("ETH/USDT", { base: 1 });
  await expect.poll(() => phone.taken.map(({ body }) => body.text).join(), LONG).toContain("Filled: bot");
  await account.close();
  await phone.stop();
  await writeFile(notifications, "{");
  await expect(openAccount(BOT, { dataDir, notifications })).rejects.toMatchObject({ code: "NOTIFICATIONS_INVALID" });
});

test("a webhook on a server of one's own answers as whook's does", async () => {
  await using accounts = await openAccounts([BOT], { dataDir });
  const server = createServer(createWebhook(accounts, { token: "a-token-of-this-test" })).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const post = (path: string, body: string) => fetch(`${url}${path}`, { method: "POST", body });
  const good = await post("/mine/a-token-of-this-test", "bot ETH/USDT buy 1");
  expect([good.status, (await good.json()).accepted.length]).toEqual([200, 1]);
  expect((await post("/a-token-of-this-test", "bot ETH/USDT byu 1")).status).toBe(400);
  expect((await post("/another", "bot ETH/USDT buy 1")).status).toBe(401);
  expect((await post("/a-token-of-this-test", "x".repeat(200_000))).status).toBe(413);
  expect((await fetch(`${url}/a-token-of-this-test`)).status).toBe(405);
  expect(await rawStatus(url, "POST // HTTP/1.1")).toBe("HTTP/1.1 401 Unauthorized");
  expect((await post("/mine/a-token-of-this-test?from=tv", "bot ETH/USDT close")).status).toBe(200);
  server.close();
});

/** The first line that answers a request no client would write. */
async function rawStatus(url: string, line: string): Promise<string | undefined> {
  const { hostname, port } = new URL(url);
  const socket = createConnection(Number(port), hostname);
  socket.end(`${line}\r\nHost: ${hostname}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  const chunks = await socket.toArray();
  return Buffer.concat(chunks).toString().split("\r\n", 1)[0];
}

test("index.js gives what the sources export", async () => {
  const shim: Record<string, unknown> = await import("whook");
  expect(Object.keys(shim).sort()).toEqual(Object.keys(library).sort());
});
