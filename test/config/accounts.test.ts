import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { AccountEntry } from "../../lib/config/account-entry.ts";
import { ACCOUNT_KEYS } from "../../lib/config/account-schema.ts";
import { parseAccounts } from "../../lib/config/accounts.ts";

const GOOD = {
  ACCOUNT_ID: "myKucoinA",
  EXCHANGE: "kucoinfutures",
  API_KEY: "key-of-mine",
  SECRET_KEY: "secret-of-mine",
  PASSWORD: "pass-of-mine",
  MARGIN_MODE: "isolated",
};

function parse(...entries: object[]) {
  return parseAccounts(JSON.stringify(entries));
}

function problems(...entries: object[]): string {
  const parsed = parse(...entries);
  return parsed.ok ? "" : parsed.error.join("\n");
}

test("a file of the original works unchanged", () => {
  expect(parse(GOOD)).toMatchObject({
    ok: true,
    value: [
      {
        account: {
          id: "myKucoinA",
          exchange: "kucoinfutures",
          settle: "USDT",
          marginMode: "isolated",
          orderTimeoutMs: 40_000,
          alertTimeoutMs: 180_000,
          maxAlertAgeMs: 180_000,
        },
        warnings: [],
      },
    ],
  });
  const parsed = parse({ ...GOOD, MARGIN_MODE: undefined, PASSWORD: undefined });
  expect(parsed.ok && parsed.value[0]?.account.marginMode).toBe("isolated");
});

test.each<[object, object]>([
  [{ SETTLE_COIN: "usdc" }, { settle: "USDC" }],
  [{ SETTLE_COIN: "" }, { settle: "USDT" }],
  [{ EXCHANGE: "KrakenFutures" }, { exchange: "krakenfutures", settle: "USD" }],
  [{ MARGIN_MODE: "Cross" }, { marginMode: "cross" }],
  [
    { ORDER_TIMEOUT: 900, ALERT_TIMEOUT: "60", MAX_ALERT_AGE: 0.5 },
    { orderTimeoutMs: 900_000, alertTimeoutMs: 60_000, maxAlertAgeMs: 500 },
  ],
  [{ MAX_LEVERAGE: 10 }, { maxLeverage: 10 }],
  [{ MAX_OVERSIZE: 5 }, { maxOversize: "5" }],
  [{ MAX_POSITION_USD: "2500.50" }, { maxPositionUsd: "2500.5" }],
  [
    {
      MAX_DAILY_LOSS_USD: 50,
      MAX_OPEN_POSITIONS: "3",
      MAX_TOTAL_USD: "1000.0",
      MAX_ORDERS_PER_MINUTE: 10,
      REQUIRE_AT: true,
      TIMEZONE: "Europe/Berlin",
    },
    {
      guards: {
        limits: {
          maxDailyLossUsd: "50",
          maxOpenPositions: 3,
          maxTotalUsd: "1000",
          maxOrdersPerMinute: 10,
          requireAt: true,
        },
        timezone: "Europe/Berlin",
      },
    },
  ],
  [{ MAX_OPEN_POSITIONS: 1 }, { guards: { limits: { maxOpenPositions: 1 }, timezone: "UTC" } }],
  [{ SYMBOLS: ["ETHUSDT.P", "BTC/USDT"] }, { symbols: ["ETH/USDT:USDT", "BTC/USDT:USDT"] }],
  [{ ENDPOINT: "http://127.0.0.1:9001/" }, { endpoint: "http://127.0.0.1:9001" }],
  [{ POSITION_MODE: "one-way" }, {}],
])("%o is %o", (change, expected) => {
  const parsed = parse({ ...GOOD, ...change });
  expect(parsed.ok && parsed.value[0]?.account).toMatchObject(expected);
});

test("the entry that programs write has every key, and takes what is read of it", () => {
  const entry: Required<AccountEntry> = {
    ...GOOD,
    EXCHANGE: "okx",
    SETTLE_COIN: "USDT",
    ORDER_TIMEOUT: "40",
    ALERT_TIMEOUT: 180,
    MAX_ALERT_AGE: 180,
    MAX_LEVERAGE: 5,
    MAX_POSITION_USD: "2000",
    MAX_OVERSIZE: 5,
    MAX_DAILY_LOSS_USD: 100,
    MAX_OPEN_POSITIONS: 3,
    MAX_TOTAL_USD: 5000,
    MAX_ORDERS_PER_MINUTE: 10,
    REQUIRE_AT: false,
    TIMEZONE: "UTC",
    SYMBOLS: ["ETH/USDT"],
    POSITION_MODE: "one-way",
    REGION: "eea",
    ACCOUNT_TYPE: "",
    ENDPOINT: "http://127.0.0.1:9001",
  };
  expect(Object.keys(entry).toSorted()).toEqual(ACCOUNT_KEYS.toSorted());
  expect(problems(entry)).toBe("");
});

test("a paper account needs no keys", () => {
  expect(parse({ ACCOUNT_ID: "demo", EXCHANGE: "paper" }).ok).toBe(true);
});

test.each([
  ["okx", "", ["account myKucoinA: PASSWORD is missing: okx takes no order without the key's"]],
  ["bitget", undefined, [expect.stringContaining("PASSWORD is missing")]],
  ["kucoinfutures", "p", []],
  ["binance", "", []],
])("on %s the password %o is warned of: %o", (EXCHANGE, PASSWORD, warnings) => {
  const parsed = parse({ ...GOOD, EXCHANGE, PASSWORD });
  expect(parsed.ok && parsed.value[0]?.warnings).toEqual(warnings);
});

describe("what is wrong is named, with what is allowed", () => {
  test.each<[object, string]>([
    [{ EXCHANGE: "binanse" }, 'account myKucoinA: EXCHANGE "binanse" is not known, did you mean binance?'],
    [{ EXCHANGE: "zzz" }, "it is one of paper, binance"],
    [{ EXCHANGE: undefined }, "EXCHANGE is a text and must be there"],
    [{ ACCOUNT_ID: undefined }, "account number 1: ACCOUNT_ID is a text and must be there"],
    [{ ACCOUNT_ID: "123" }, "all digits"],
    [{ ACCOUNT_ID: "my acc" }, "white space"],
    [{ ACCOUNT_ID: "close" }, "reads as a command"],
    [{ API_KEY: "" }, "API_KEY is missing"],
    [{ SECRET_KEY: undefined }, "SECRET_KEY is missing"],
    [{ API_KEY: 5 }, "API_KEY is a text"],
    [{ PASSWORD: null }, "PASSWORD is a text"],
    [{ MARGIN_MODE: "both" }, "MARGIN_MODE is isolated or cross"],
    [{ MARGIN_MODE: 5 }, "MARGIN_MODE is isolated or cross"],
    [{ SETTLE_COIN: 5 }, "SETTLE_COIN is the name of a coin"],
    [{ EXCHANGE: ["okx"] }, "EXCHANGE is a text and must be there"],
    [{ SETTLE_COIN: "US DT" }, "SETTLE_COIN is the name of a coin"],
    [{ ORDER_TIMEOUT: 901 }, "ORDER_TIMEOUT is a number of seconds above 0, at most 900"],
    [{ ORDER_TIMEOUT: "soon" }, "ORDER_TIMEOUT is a number of seconds"],
    [{ ALERT_TIMEOUT: 0 }, "ALERT_TIMEOUT is a number of seconds above 0"],
    [{ MAX_OVERSIZE: 0 }, "MAX_OVERSIZE is a number above 0"],
    [{ MAX_OVERSIZE: [5] }, "MAX_OVERSIZE is a number above 0"],
    [{ MAX_LEVERAGE: 10_000 }, "MAX_LEVERAGE is a whole number above 0"],
    [{ MAX_LEVERAGE: 2.5 }, "MAX_LEVERAGE is a whole number above 0"],
    [{ MAX_POSITION_USD: -1 }, "MAX_POSITION_USD is a number above 0"],
    [{ MAX_DAILY_LOSS_USD: 0 }, "MAX_DAILY_LOSS_USD is a number above 0"],
    [{ MAX_TOTAL_USD: "lots" }, "MAX_TOTAL_USD is a number above 0"],
    [{ MAX_OPEN_POSITIONS: 1.5 }, "MAX_OPEN_POSITIONS is a whole number above 0"],
    [{ MAX_ORDERS_PER_MINUTE: 0 }, "MAX_ORDERS_PER_MINUTE is a whole number above 0"],
    [{ REQUIRE_AT: "yes" }, "REQUIRE_AT is true or false"],
    [{ TIMEZONE: "Mars/Base" }, "TIMEZONE is the name of a time zone"],
    [{ SYMBOLS: "ETHUSDT" }, "SYMBOLS is a list"],
    [{ SYMBOLS: ["ETHUSDT", 5] }, "SYMBOLS is a list"],
    [{ REGION: 5 }, "REGION is a word"],
    [{ SYMBOLS: ["ETHUSDT", "nope"] }, 'SYMBOLS "nope"'],
    [{ POSITION_MODE: "hedge" }, "hedge mode is not supported"],
    [{ ENDPOINT: "127.0.0.1:9001/api" }, "ENDPOINT is a scheme, host and port"],
    [{ ENDPOINT: "https://example.com/path" }, "ENDPOINT is a scheme, host and port"],
    [{ MARGINMODE: "cross" }, 'key "MARGINMODE" is not known; did you mean MARGIN_MODE?'],
    [{ SOMETHING_ELSE_ENTIRELY: 1 }, 'key "SOMETHING_ELSE_ENTIRELY" is not known'],
  ])("%o", (change, message) => {
    expect(problems({ ...GOOD, ...change })).toContain(message);
  });

  test("each key that is wrong, at once, and what is not known after them", () => {
    expect(problems({ ...GOOD, REQUIRE_AT: "yes", API_KEY: 5, nope: 1, ALSO_NOT: 2 }).split("\n")).toEqual([
      "account myKucoinA: API_KEY is a text",
      "account myKucoinA: REQUIRE_AT is true or false",
      'account myKucoinA: key "nope" is not known; key "ALSO_NOT" is not known',
    ]);
  });

  test.each([
    ["of another case", "MYKUCOINA"],
    ["in full-width characters", "ｍｙＫｕｃｏｉｎＡ"],
    ["with a character that nobody sees", "myKu\u200bcoinA"],
  ])("S5: two accounts that read the same in an alert, or to a person: %s", (_, id) => {
    expect(problems(GOOD, { ...GOOD, ACCOUNT_ID: id })).toContain("ACCOUNT_ID is there twice");
  });

  test.each(["\u200bbot", "bot\u2060"])("an id that alerts cannot name: %j", (id) => {
    expect(problems({ ...GOOD, ACCOUNT_ID: id })).toContain("a character that nobody sees");
  });

  test("S3: a key is marked by a part of its hash, its address and a written type included", () => {
    const parsed = parse(
      GOOD,
      { ...GOOD, ACCOUNT_ID: "again" },
      { ...GOOD, ACCOUNT_ID: "other", API_KEY: "another" },
      { ...GOOD, ACCOUNT_ID: "there", ENDPOINT: "http://127.0.0.1:1" },
      { ACCOUNT_ID: "paper", EXCHANGE: "paper" },
      { ...GOOD, ACCOUNT_ID: "typed", EXCHANGE: "bitget", ACCOUNT_TYPE: "unified" },
    );
    const marks = parsed.ok ? parsed.value.map(({ account }) => account.keyMark) : [];
    expect(marks[0]).toMatch(/^[0-9a-f]{8}$/);
    expect(marks.map((mark) => mark === undefined || marks.indexOf(mark))).toEqual([0, 0, 2, 3, true, 5]);
  });

  test.each(['["text"]', "[null]", "[5]"])("an account that is none: %s", (text) => {
    expect(parseAccounts(text)).toEqual({ ok: false, error: ["account number 1: an account is written { … }"] });
  });

  test.each(["{}", "5", '"text"'])("a file that is no list: %s", (text) => {
    expect(parseAccounts(text)).toMatchObject({ ok: false, error: [expect.stringContaining("a list of accounts")] });
  });

  test("a file that is no JSON, without quoting what may be a key", () => {
    const parsed = parseAccounts('[{"SECRET_KEY": "secret-of-mine" "x"}]');
    expect(parsed).toMatchObject({ ok: false, error: [expect.stringContaining("not JSON")] });
    expect(JSON.stringify(parsed)).not.toContain("secret-of-mine");
  });
});

test("no way of printing an account shows a secret", () => {
  const parsed = parse(GOOD);
  const shown = [
    JSON.stringify(parsed),
    inspect(parsed, { depth: 9 }),
    String(parsed.ok && parsed.value[0]?.credentials),
  ].join();
  for (const secret of ["key-of-mine", "secret-of-mine", "pass-of-mine"]) expect(shown).not.toContain(secret);
});

test("an account at a host its exchange has closed is told at the start, unless it goes to an ENDPOINT", () => {
  const demo = { ...GOOD, EXCHANGE: "krakendemo" };
  const warningsOf = (entry: object) => {
    const parsed = parse(entry);
    return parsed.ok ? parsed.value[0]?.warnings : parsed.error;
  };
  expect(warningsOf(demo)).toEqual([
    "account myKucoinA: EXCHANGE krakendemo: Kraken closed its futures demo on 14 July 2026: use paper, or the demo of another exchange",
  ]);
  expect(warningsOf({ ...demo, ENDPOINT: "http://127.0.0.1:9001" })).toEqual([]);
});

test("an account named like a symbol is taken with a warning", () => {
  const parsed = parse({ ...GOOD, ACCOUNT_ID: "BTCUSDT" });
  expect(parsed.ok && parsed.value[0]?.warnings).toEqual([expect.stringContaining("looks like a symbol")]);
});

test("M3: accounts that share a key are told of each other, never of the key", () => {
  const parsed = parse(GOOD, { ...GOOD, ACCOUNT_ID: "again" }, { ...GOOD, ACCOUNT_ID: "own", API_KEY: "another-key" });
  if (!parsed.ok) throw new Error(parsed.error.join());
  expect(parsed.value.map(({ account }) => account.sharesKeyWith)).toEqual([["again"], ["myKucoinA"], undefined]);
  const warnings = parsed.value.flatMap((configured) => configured.warnings);
  expect(warnings).toEqual([
    expect.stringContaining("account myKucoinA: API_KEY is that of again too"),
    expect.stringContaining("account again: API_KEY is that of myKucoinA too"),
  ]);
  expect(warnings.join()).not.toContain("key-of-mine");
});

test("M3: one key on two exchanges, and no key on the paper one, are nobody's in common", () => {
  const paper = { ACCOUNT_ID: "demo", EXCHANGE: "paper" };
  const parsed = parse(GOOD, { ...GOOD, ACCOUNT_ID: "b", EXCHANGE: "binance" }, paper, {
    ...paper,
    ACCOUNT_ID: "demo2",
  });
  expect(parsed.ok && parsed.value.map(({ account }) => account.sharesKeyWith)).toEqual(Array(4).fill(undefined));
});
