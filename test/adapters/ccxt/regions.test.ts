// Accounts that live on another host, and environments without real money: what is asked where, and what is said when it is
// the wrong one.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNodeFetch, type FetchImplementation } from "../../../lib/adapters/ccxt/node-fetch.ts";
import { parseAccounts } from "../../../lib/config/accounts.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { SIMULATED_KEYS as BINGX_KEYS, startBingxSimulator } from "../../venues/bingx/start-bingx-simulator.ts";
import { SIMULATED_KEYS as BITGET_KEYS, startBitgetSimulator } from "../../venues/bitget/start-bitget-simulator.ts";
import { SIMULATED_KEYS as BYBIT_KEYS, startBybitSimulator } from "../../venues/bybit/start-bybit-simulator.ts";
import {
  SIMULATED_KEYS as KRAKEN_KEYS,
  startKrakenSimulator,
} from "../../venues/krakenfutures/start-kraken-simulator.ts";
import { OKX_EEA } from "../../venues/okx/profile.ts";
import { SIMULATED_KEYS, startOkxSimulator } from "../../venues/okx/start-okx-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const UNKNOWN_KEY = JSON.stringify({ code: "50119", msg: "API key doesn't exist", data: [] });

let okx: Simulator;
beforeAll(async () => {
  okx = await OKX_EEA.start();
});
afterAll(() => okx.stop());

/** OKX, where `host` alone knows the key. */
function onHost(host: string, account: Partial<Account> = {}): Promise<Exchange> {
  const send = createNodeFetch();
  const fetch: FetchImplementation = async (url, request) => {
    const { host: asked, pathname, search } = new URL(url);
    const isPublic = /\/(public|market)\//.test(pathname);
    if (asked === host || isPublic) return send(`${okx.url}${pathname}${search}`, request);
    return { status: 401, statusText: "", headers: {}, text: async () => UNKNOWN_KEY };
  };
  return openSimulated(undefined, { account: { exchange: "okx", ...account }, keys: SIMULATED_KEYS, fetch });
}

async function findingsOf(exchange: Exchange): Promise<readonly string[]> {
  const checked = await exchange.checkAccount();
  if (!checked.ok) throw new Error(checked.error.message);
  return checked.value
    .filter(({ level }) => level === "problem")
    .map(({ message, advice = "" }) => `${message}: ${advice}`);
}

describe("E2: OKX by region", () => {
  test.each([
    ["eea.okx.com", undefined, "eea"],
    ["us.okx.com", undefined, "us"],
    ["www.okx.com", "eea", "global"],
  ])("a key of %s on an account of REGION %s is found by the check", async (host, region, found) => {
    const exchange = await onHost(host, region === undefined ? {} : { region, settle: "USDC" });
    expect(await findingsOf(exchange)).toContainEqual(
      expect.stringMatching(`one of ${host}, not of.*REGION to ${found}`),
    );
  });

  test("a key of none of its hosts is none", async () => {
    expect(await findingsOf(await onHost("nowhere.example"))).toContainEqual(
      expect.stringContaining("none of OKX's hosts"),
    );
  });

  test("an order there is refused at once, and says what to do", async () => {
    const exchange = await onHost("eea.okx.com");
    expect(await exchange.readBalance()).toMatchObject({
      ok: false,
      error: { code: "AUTHENTICATION_FAILED", remedy: "abort", message: expect.stringContaining("REGION") },
    });
  });

  test("an account of the EEA trades X-Perps under the names of perpetuals, and no future that ends", async () => {
    const exchange = await onHost("eea.okx.com", { region: "eea", settle: "USDC" });
    const listed = await exchange.listInstruments();
    if (!listed.ok) throw new Error(listed.error.message);
    expect(listed.value.map(({ symbol, venueSymbol }) => [symbol, venueSymbol])).toEqual([
      ["BTC/USDC:USDC", "BTC-USD_UM_XPERP-310404"],
      ["ETH/USDC:USDC", "ETH-USD_UM_XPERP-310404"],
      ["SOL/USDC:USDC", "SOL-USD_UM_XPERP-310404"],
    ]);
  });

  test("settles in USDC unless told otherwise", () => {
    const entry = { ACCOUNT_ID: "mine", EXCHANGE: "okx", API_KEY: "k", SECRET_KEY: "s", PASSWORD: "p" };
    const settleOf = (change: object) => {
      const parsed = parseAccounts(JSON.stringify([{ ...entry, ...change }]));
      return parsed.ok ? parsed.value[0]?.account.settle : parsed.error;
    };
    expect(settleOf({ REGION: "EEA" })).toBe("USDC");
    expect(settleOf({ REGION: "eea", SETTLE_COIN: "USD" })).toBe("USD");
    expect(settleOf({})).toBe("USDT");
  });
});

describe("E5: Bybit's hosts", () => {
  test.each([
    ["bybit", undefined, "api.bybit.com"],
    ["bybit", "eu", "api.bybit.eu"],
    ["bybit", "nl", "api.bybit.nl"],
    ["bybit", "tr", "api.bybit-tr.com"],
    ["bybit", "hk", "api.byhkbit.com"],
    ["bybitdemotrading", undefined, "api-demo.bybit.com"],
    ["bybitdemotrading", "eu", "api-demo.bybit.eu"],
  ])("%s of REGION %s is asked on %s", async (exchange, region, host) => {
    const simulator = await startBybitSimulator();
    const hosts: string[] = [];
    const send = createNodeFetch();
    const opened = await openSimulated(undefined, {
      account: { exchange, ...(region === undefined ? {} : { region }) },
      keys: BYBIT_KEYS,
      fetch: (url, request) => {
        hosts.push(new URL(url).host);
        return send(`${simulator.url}${new URL(url).pathname}${new URL(url).search}`, request);
      },
    });
    expect(await opened.readSnapshot("ETH/USDT:USDT")).toMatchObject({ ok: true });
    expect(new Set(hosts)).toEqual(new Set([host]));
    await simulator.stop();
  });

  /** Bybit, where `host` alone knows the key. */
  async function knownOn(host: string, account: Partial<Account>): Promise<readonly string[]> {
    const simulator = await startBybitSimulator();
    const send = createNodeFetch();
    const body = JSON.stringify({ retCode: 10003, retMsg: "API key is invalid.", result: {}, time: Date.now() });
    const fetch: FetchImplementation = async (url, request) => {
      const { host: asked, pathname, search } = new URL(url);
      if (asked === host || pathname.startsWith("/v5/market/"))
        return send(`${simulator.url}${pathname}${search}`, request);
      return { status: 200, statusText: "", headers: {}, text: async () => body };
    };
    const options = { account: { exchange: "bybit", ...account }, keys: BYBIT_KEYS, fetch };
    const findings = await findingsOf(await openSimulated(undefined, options));
    await simulator.stop();
    return findings;
  }

  test.each([
    ["api.bybit-tr.com", "bybit-tr.com, not of bybit.com", "tr"],
    ["api.byhkbit.com", "byhkbit.com, not of bybit.com", "hk"],
  ])("a key of %s is found by the check", async (host, words, region) => {
    expect(await knownOn(host, {})).toContain(`the key is one of ${words}: set REGION to ${region}`);
  });

  test("a global key on a regional account, and one of no host", async () => {
    expect(await knownOn("api.bybit.com", { region: "kz" })).toContainEqual(expect.stringMatching("REGION to global"));
    expect(await knownOn("nowhere.example", {})).toContainEqual(expect.stringContaining("none of Bybit's hosts"));
    const onTestnet = await knownOn("nowhere.example", { exchange: "bybitdemo" });
    expect(onTestnet).toContainEqual(expect.stringMatching("10003.*bybitdemotrading"));
  });

  test("the check of demo trading asks nothing that is refused there (10032), and finds nothing wrong", async () => {
    const simulator = await startBybitSimulator();
    const refused = { retCode: 10032, retMsg: "Demo trading are not supported.", result: {} };
    simulator.control.inject({ kind: "reply", status: 200, body: refused, path: "/v5/user/query-api", times: 9 });
    const exchange = await openSimulated(simulator.url, {
      account: { exchange: "bybitdemotrading" },
      keys: BYBIT_KEYS,
    });
    const checked = await exchange.checkAccount();
    if (!checked.ok) throw new Error(checked.error.message);
    expect(checked.value).toContainEqual({ level: "ok", message: "demo keys: they hold no real money" });
    expect(JSON.stringify(checked.value)).not.toContain("10032");
    await simulator.stop();
  });
});

describe("E4: BingX's demo", () => {
  test("its money is VST, in markets named after USDT", async () => {
    const simulator = await startBingxSimulator({ accounts: [{ ...BINGX_KEYS, isDemo: true }] });
    const exchange = await openSimulated(simulator.url, { account: { exchange: "bingxdemo" }, keys: BINGX_KEYS });
    expect(await exchange.readSnapshot("ETH/USDT:USDT")).toMatchObject({ ok: true, value: { equity: "10000" } });
    await simulator.stop();
  });

  test("SETTLE_COIN VST is taken for the coin of those markets", () => {
    const entry = { ACCOUNT_ID: "mine", EXCHANGE: "bingxdemo", API_KEY: "k", SECRET_KEY: "s", SETTLE_COIN: "vst" };
    expect(parseAccounts(JSON.stringify([entry]))).toMatchObject({
      ok: true,
      value: [{ account: { settle: "USDT" } }],
    });
  });
});

describe("REGION and ACCOUNT_TYPE in accounts.json", () => {
  const entry = { ACCOUNT_ID: "mine", API_KEY: "k", SECRET_KEY: "s", PASSWORD: "p" };
  test.each([
    [{ EXCHANGE: "okx", REGION: "moon" }, "REGION on okx is one of global, eea, us"],
    [{ EXCHANGE: "bitget", REGION: "eea" }, "REGION means nothing on bitget"],
    [{ EXCHANGE: "bitget", ACCOUNT_TYPE: "portfolio" }, "ACCOUNT_TYPE on bitget is one of classic, unified"],
    [{ EXCHANGE: "bybit", ACCOUNT_TYPE: "unified" }, "ACCOUNT_TYPE means nothing on bybit"],
  ])("%o is refused", (change, words) => {
    const parsed = parseAccounts(JSON.stringify([{ ...entry, ...change }]));
    expect(parsed.ok ? "" : parsed.error.join()).toContain(words);
  });

  test("are read in any case, and an empty one is none", () => {
    const parsed = parseAccounts(
      JSON.stringify([
        { ...entry, EXCHANGE: "bitget", ACCOUNT_TYPE: "Unified", REGION: "" },
        { ...entry, ACCOUNT_ID: "other", EXCHANGE: "okx", REGION: "EEA", ACCOUNT_TYPE: "" },
      ]),
    );
    expect(parsed).toMatchObject({
      ok: true,
      value: [{ account: { accountType: "unified" } }, { account: { region: "eea" } }],
    });
  });
});

test.each([
  [{ EXCHANGE: "binance", API_KEY: "abc\u200bdef" }, /API_KEY has a character .*U\+200B/],
  [{ EXCHANGE: "krakenfutures", SECRET_KEY: "…" }, /SECRET_KEY still has the … of the example/],
  [{ EXCHANGE: "okx", PASSWORD: "" }, /PASSWORD is missing/],
  [{ EXCHANGE: "kucoinfutures", PASSWORD: "pass…" }, /PASSWORD still has the …/],
])(
  "W12: keys that cannot be any are told when read, and refused before anything is sent: %o",
  async (change, words) => {
    const entry = {
      ACCOUNT_ID: "mine",
      API_KEY: "key-of-mine",
      SECRET_KEY: "secret-of-mine",
      PASSWORD: "p",
      ...change,
    };
    const parsed = parseAccounts(JSON.stringify([entry]));
    if (!parsed.ok) throw new Error(parsed.error.join());
    const [{ account, warnings } = { account: undefined, warnings: [] }] = parsed.value;
    expect(warnings.join()).toMatch(words);
    const opened = openSimulated(undefined, { account: { ...account }, keys: SIMULATED_KEYS });
    await expect(opened).rejects.toThrow(words);
  },
);

test("W12: a Kraken account without its futures wallet is told at once, in the check too", async () => {
  const simulator = await startKrakenSimulator({ accounts: [{ ...KRAKEN_KEYS, hasFlexWallet: false }] });
  const exchange = await openSimulated(simulator.url, {
    account: { exchange: "krakenfutures", settle: "USD" },
    keys: KRAKEN_KEYS,
  });
  const refused = { code: "PERMISSION_DENIED", remedy: "abort", message: expect.stringContaining("(flex)") };
  expect(await exchange.readSnapshot("ETH/USD:USD")).toMatchObject({ ok: false, error: refused });
  expect(await findingsOf(exchange)).toEqual([expect.stringContaining("(flex)")]);
  await simulator.stop();
});

test.each(["40731", "22070", "22071"])("E6: Bitget's %s says what to do, and is no hedge mode", async (code) => {
  const simulator = await startBitgetSimulator();
  const exchange = await openSimulated(simulator.url, { account: { exchange: "bitget" }, keys: BITGET_KEYS });
  const body = { code, msg: "not allowed", data: null };
  const path = "/api/v2/mix/account/set-leverage";
  simulator.control.inject({ kind: "reply", status: 400, body, method: "POST", path });
  expect(await exchange.setLeverage("ETH/USDT:USDT", 5, "cross")).toMatchObject({
    ok: false,
    error: { code: "PERMISSION_DENIED", remedy: "abort", message: expect.stringMatching(/make one|asks for/) },
  });
  await simulator.stop();
});

test("W12: a private key in lines is a key", () => {
  const pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----\n";
  const entry = { ACCOUNT_ID: "mine", EXCHANGE: "binance", API_KEY: "k", SECRET_KEY: pem };
  expect(parseAccounts(JSON.stringify([entry]))).toMatchObject({ ok: true, value: [{ warnings: [] }] });
});

test("E2: keys that both hosts know are found on the account's own", async () => {
  const own = await startOkxSimulator();
  const exchange = await openSimulated(own.url, { account: { exchange: "okx" }, keys: SIMULATED_KEYS });
  expect(await findingsOf(exchange)).toEqual([]);
  await own.stop();
});
