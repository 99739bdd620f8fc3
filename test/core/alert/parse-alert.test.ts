import { describe, expect, test } from "vitest";
import type { AlertAccount, AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import { parseAlert } from "../../../lib/core/alert/parse-alert.ts";
import { parseLines } from "../../../lib/core/alert/parse-lines.ts";
import { symbolOf } from "../../../lib/core/alert/symbol-of.ts";
import { orderLines } from "../../../lib/core/alert/tokenize.ts";

const ACCOUNTS: readonly AlertAccount[] = [
  { id: "myKucoinA", exchange: "kucoinfutures", settle: "USDT" },
  { id: "kraken1", exchange: "krakenfutures", settle: "USD" },
  { id: "coin", exchange: "bybit", settle: "BTC" },
  { id: "usdc", exchange: "okx", settle: "USDC" },
  { id: "picky", exchange: "paper", settle: "USDT", symbols: ["BTC/USDT:USDT"] },
];
const ETH = "ETH/USDT:USDT";

function only(text: string): AlertOrder {
  const { orders, errors } = parseAlert(text, ACCOUNTS);
  expect(errors).toEqual([]);
  const [order] = orders;
  if (order === undefined || orders.length !== 1) throw new Error(`${orders.length} orders`);
  return order;
}

function problems(text: string): string[] {
  const { orders, errors } = parseAlert(text, ACCOUNTS);
  expect(orders).toEqual([]);
  return errors.map(({ code }) => code);
}

function warnings(text: string): string[] {
  only(text);
  return parseAlert(text, ACCOUNTS).warnings.map(({ code, token }) => `${code} ${token}`);
}

/** `rest` after the account and symbol. */
const line = (rest: string) => `myKucoinA ETH/USDT ${rest}`;
const base = { line: 1, account: "myKucoinA", symbol: ETH };

test("an account in a coin its exchange is not traded in is told why, and what to do", () => {
  const coins: readonly AlertAccount[] = [{ id: "bing", exchange: "bingx", settle: "BTC" }];
  const { orders, errors } = parseAlert("bing BTC/USD close", coins);
  expect(orders).toEqual([]);
  expect(errors).toMatchObject([{ code: "SYMBOL_INVALID", token: "BTC/USD" }]);
  expect(errors[0]?.message).toMatch(
    /^"BTC\/USD": account bing: BTC cannot be traded on bingx: .* set SETTLE_COIN to USDT or USDC$/,
  );
});

describe("the original's examples", () => {
  test.each<[string, object]>([
    [
      "myKucoinA ETH/USDT buy 300$ x3",
      {
        ...base,
        command: "buy",
        side: "buy",
        quantity: { value: "300", unit: "quote", basis: "collateral" },
        leverage: 3,
        reduceOnly: false,
      },
    ],
    [
      "ETH/USDT position -500@ x3 myKucoinA",
      { ...base, command: "position", quantity: { value: "-500", unit: "contracts" }, leverage: 3, reduceOnly: false },
    ],
    [
      "myKucoinA ETHUSDT.P pos 0.75 x3",
      {
        ...base,
        command: "position",
        quantity: { value: "0.75", unit: "base", basis: "nominal" },
        leverage: 3,
        reduceOnly: false,
      },
    ],
    [
      "myKucoinA ETH/USDT sell 0.25 x3",
      {
        ...base,
        command: "sell",
        side: "sell",
        quantity: { value: "0.25", unit: "base", basis: "nominal" },
        leverage: 3,
        reduceOnly: false,
      },
    ],
    [
      "myKucoinA ETH/USD close 33.33%",
      { ...base, command: "close", quantity: { value: "33.33", unit: "percent" }, reduceOnly: true },
    ],
    ["myKucoinA ETH/USDT close", { ...base, command: "close", reduceOnly: true }],
    [
      "myKucoinA ETH/USDT buy 300$ x3 limit:myid002:1012",
      {
        ...base,
        command: "buy",
        side: "buy",
        quantity: { value: "300", unit: "quote", basis: "collateral" },
        leverage: 3,
        limit: { id: "myid002", price: "1012" },
        reduceOnly: false,
      },
    ],
    ["myKucoinA ETH/USDT cancel:myid002", { ...base, command: "cancel", cancel: "myid002", reduceOnly: false }],
    ["myKucoinA ETH/USDT cancel:all", { ...base, command: "cancel", cancel: "all", reduceOnly: false }],
  ])("%s", (text, expected) => {
    expect(only(text)).toEqual(expected);
    expect(Object.keys(only(text))).toEqual(Object.keys(expected));
  });
});

describe("lines", () => {
  test("are handed on without their ends", () => {
    expect(orderLines("\uFEFFa b\r\n// c\r\nd\re\n")).toEqual([
      { line: 1, text: "a b", ordinal: 0 },
      { line: 3, text: "d\re", ordinal: 1 },
    ]);
  });

  test("keep their physical number, past blanks, comments and both line ends", () => {
    const text = `\uFEFF// a comment\r\n\r\n   \t\n${line("buy 1")}\r\n  // another\n${line("byu 1")}\n${line("sell 2")}`;
    const { orders, errors } = parseAlert(text, ACCOUNTS);
    expect(orders.map((order) => order.line)).toEqual([4, 7]);
    expect(errors).toMatchObject([{ line: 6, code: "UNKNOWN_WORD", token: "byu", column: 20 }]);
  });

  test("keep what each of them says", () => {
    const lines = parseLines(`// a\n${line("buy 1")}\n\nnobody\r\n${line("long 1")}`, ACCOUNTS);
    expect(lines.map(({ source }) => source)).toEqual([
      { line: 2, text: line("buy 1"), ordinal: 0 },
      { line: 4, text: "nobody", ordinal: 1 },
      { line: 5, text: line("long 1"), ordinal: 2 },
    ]);
    expect(lines.map(({ order }) => order?.line)).toEqual([2, undefined, 5]);
    expect(lines.map(({ errors, warnings: said }) => [errors.length > 0, said.length])).toEqual([
      [false, 0],
      [true, 0],
      [false, 1],
    ]);
  });

  test("may be for several accounts", () => {
    const { orders } = parseAlert(`${line("buy 1")}\nkraken1 ETHUSD buy 1`, ACCOUNTS);
    expect(orders.map((order) => `${order.account} ${symbolOf(order)}`)).toEqual([
      `myKucoinA ${ETH}`,
      "kraken1 ETH/USD:USD",
    ]);
  });

  test.each(["", "\n\n", "// nothing\n  \r\n"])("without an order give empty lists: %j", (text) => {
    expect(parseAlert(text, ACCOUNTS)).toEqual({ orders: [], errors: [], warnings: [] });
  });

  test("are split by any Unicode white space, in any order, in any case", () => {
    expect(only("X3\u2003300$\u00a0BUY\teth/usdt\u3000MYKUCOINA")).toEqual(only(line("buy 300$ x3")));
  });

  test("count columns in characters, not in units of UTF-16", () => {
    const { errors } = parseAlert("myKucoinA 😀😀 ETH/USDT buy 1", ACCOUNTS);
    expect(errors).toMatchObject([{ token: "😀😀", column: 11 }]);
    expect(parseAlert("myKucoinA ETH/USDT buy 1 😀 x0", ACCOUNTS).errors.at(-1)).toMatchObject({ column: 26 });
  });
});

describe("quantities", () => {
  test.each([
    ["5", "5", "base"],
    [".5", "0.5", "base"],
    ["5.", "5", "base"],
    ["+0.5", "0.5", "base"],
    ["0.50", "0.5", "base"],
    ["1e-7", "0.0000001", "base"],
    ["1E3", "1000", "base"],
    ["1e+0003", "1000", "base"],
    ["300$", "300", "quote"],
    ["$300", "300", "quote"],
    ["+$300", "300", "quote"],
    ["$+300", "300", "quote"],
    ["7@", "7", "contracts"],
    ["@7", "7", "contracts"],
    ["5%", "5", "percent"],
    ["%5", "5", "percent"],
    ["9".repeat(40), "9".repeat(40), "base"],
    [`0.${"1".repeat(40)}`, `0.${"1".repeat(40)}`, "base"],
  ])("buy %s is %s %s", (text, value, unit) => {
    expect(only(line(`buy ${text}`))).toMatchObject({ quantity: { value, unit } });
  });

  test.each([
    ["-5$", "-5"],
    ["-$5", "-5"],
    ["$-5", "-5"],
    ["-5", "-5"],
    ["0", "0"],
    ["-0", "0"],
    ["-0.0$", "0"],
  ])("position %s is %s", (text, value) => {
    expect(only(line(`position ${text}`))).toMatchObject({ quantity: { value } });
  });

  test.each(["9".repeat(41), `0.${"1".repeat(41)}`, "1e41", "1e-41", "1e999999999", "1e-999999999", "-$-5", "+@+5"])(
    "%s is no quantity",
    (text) => {
      expect(problems(line(`buy ${text}`))).toEqual(["QUANTITY_INVALID"]);
    },
  );

  test.each([
    ["buy 0", "QUANTITY_NOT_POSITIVE"],
    ["buy -5", "QUANTITY_NOT_POSITIVE"],
    ["sell 0", "QUANTITY_NOT_POSITIVE"],
    ["close 0%", "QUANTITY_NOT_POSITIVE"],
    ["buy", "QUANTITY_MISSING"],
    ["position x3", "QUANTITY_MISSING"],
  ])("%s is refused with %s", (rest, code) => {
    expect(problems(line(rest))).toEqual([code]);
  });

  test("sell takes either sign and uses the size", () => {
    expect(only(line("sell -0.25"))).toEqual(only(line("sell 0.25")));
  });

  test.each([
    ["buy 150%", "100"],
    ["position -150%", "-100"],
    ["close 150%", "100"],
    ["close -150%", "100"],
  ])("%s is clamped to %s with a warning", (rest, value) => {
    expect(only(line(rest))).toMatchObject({ quantity: { value } });
    expect(warnings(line(rest))[0]).toMatch(/^CLAMPED/);
  });

  test.each([
    ["buy 5$ force_usdt", "quote"],
    ["buy 5 force_usdt", "quote"],
    ["buy 5$ force_percent", "percent"],
    ["buy 5% force_basecurrency", "base"],
  ])("%s is %s: the override wins over any sign", (rest, unit) => {
    expect(only(line(rest))).toMatchObject({ quantity: { value: "5", unit } });
  });

  test.each([
    ["buy 5 collateral", "collateral"],
    ["buy 5 BCLOCK", "nominal"],
    ["buy 5$ lockbasecurrency", "nominal"],
    ["buy 5$ nominal", "nominal"],
    ["buy 5%", "collateral"],
  ])("%s has the basis %s", (rest, basis) => {
    expect(only(line(rest))).toMatchObject({ quantity: { basis } });
  });
});

describe("close", () => {
  test.each([
    ["close x3", "IGNORED x3"],
    ["close nominal", "IGNORED nominal"],
    ["close reduce", "IGNORED reduce"],
    ["close force_usdt", "IGNORED force_usdt"],
  ])("%s closes all of it, with a warning", (rest, warning) => {
    expect(only(line(rest))).toEqual({ ...base, command: "close", reduceOnly: true });
    expect(warnings(line(rest))).toEqual([warning]);
  });

  test.each<[string, object]>([
    ["close 0.1", { value: "0.1", unit: "base" }],
    ["close -0.1", { value: "0.1", unit: "base" }],
    ["close 50$", { value: "50", unit: "quote" }],
    ["close 7@", { value: "7", unit: "contracts" }],
    ["close 7@ force_basecurrency", { value: "7", unit: "base" }],
    ["close 5 force_usdt", { value: "5", unit: "quote" }],
  ])("M19: %s takes that much off the position, whatever its sign", (rest, quantity) => {
    expect(only(line(rest))).toEqual({ ...base, command: "close", quantity, reduceOnly: true });
    expect(warnings(line(rest))).toEqual([]);
  });

  test("M19: an amount has no basis, and zero is none", () => {
    expect(warnings(line("close 0.1 collateral"))).toEqual(["IGNORED collateral"]);
    for (const rest of ["close 0", "close 0$", "close -0@", "close 0%"])
      expect(problems(line(rest))).toEqual(["QUANTITY_NOT_POSITIVE"]);
  });

  test("takes a percentage however it is said, and no percentage turned into something else", () => {
    expect(only(line("close 50 force_percent"))).toMatchObject({ quantity: { value: "50", unit: "percent" } });
    expect(only(line("close -50%"))).toMatchObject({ quantity: { value: "50", unit: "percent" } });
    expect(problems(line("close 50% force_usdt"))).toEqual(["UNIT_NOT_ALLOWED"]);
    expect(problems(line("close $-$5"))).toEqual(["UNKNOWN_WORD"]);
    expect(problems(line("close 1e99"))).toEqual(["QUANTITY_INVALID"]);
  });
});

describe("leverage", () => {
  test.each([
    ["x3", 3],
    ["3x", 3],
    ["X3", 3],
    ["3.0x", 3],
    ["x3.", 3],
    ["x03", 3],
    ["125x", 125],
    ["x1000000", 1_000_000],
  ])("%s is %i", (text, leverage) => {
    expect(only(line(`buy 1 ${text}`))).toMatchObject({ leverage });
  });

  test.each(["x0", "0x", "x2.5", "x-3", "3.1x", "x1e1", "1e1x", "x3,5", "x1000000000000000"])("%s is none", (text) => {
    expect(problems(line(`buy 1 ${text}`))).toEqual(["LEVERAGE_INVALID"]);
  });

  test.each([
    ["changeleverage x7", 7],
    ["changeleverage 7", 7],
    ["changeleverage 7.0", 7],
  ])("%s sets it to %i", (rest, leverage) => {
    expect(only(line(rest))).toEqual({ ...base, command: "changeleverage", leverage, reduceOnly: false });
  });

  test("x3 wins over a bare number, with a warning", () => {
    expect(only(line("changeleverage 5 x3"))).toMatchObject({ leverage: 3 });
    expect(warnings(line("changeleverage 5 x3"))).toEqual(["IGNORED 5"]);
  });

  test.each([
    ["changeleverage", "LEVERAGE_MISSING"],
    ["changeleverage 5$", "LEVERAGE_MISSING"],
    ["changeleverage 2.5", "LEVERAGE_MISSING"],
    ["changeleverage x0", "LEVERAGE_INVALID"],
  ])("%s is refused with %s", (rest, code) => {
    expect(problems(line(rest))).toEqual([code]);
  });
});

describe("limit and cancel", () => {
  test.each([
    ["limit:ab:1012.50", { id: "ab", price: "1012.5" }],
    ["LIMIT:MyId:1e3", { id: "MyId", price: "1000" }],
    [`limit:${"a".repeat(30)}:+.5`, { id: "a".repeat(30), price: "0.5" }],
  ])("%s", (text, limit) => {
    expect(only(line(`sell 1 ${text}`))).toMatchObject({ limit });
  });

  test.each([
    "limit",
    "limit:",
    "limit:ab",
    "limit:a:5",
    `limit:${"a".repeat(31)}:5`,
    "limit:all:5",
    "limit:ALL:5",
    "limit:ab:0",
    "limit:ab:-5",
    "limit:ab:5$",
    "limit:ab:",
    "limit:ab:5:6",
    "limit:ab:1e99",
  ])("%s is refused", (text) => {
    expect(problems(line(`buy 1 ${text}`))).toEqual(["LIMIT_INVALID"]);
  });

  test.each(["close", "position 5", "cancel:all", "changeleverage x3"])("a limit does not go with %s", (command) => {
    expect(problems(line(`${command} limit:myid:5`))).toEqual(["LIMIT_NOT_ALLOWED"]);
  });

  test.each(["cancel", "cancel:", "cancel:a", "cancel:a:b", `cancel:${"a".repeat(31)}`])("%s is refused", (text) => {
    expect(problems(line(text))).toEqual(["CANCEL_INVALID"]);
  });

  test.each([
    ["cancel:ALL", "all"],
    ["CANCEL:MyId", "MyId"],
  ])("%s cancels %s", (text, cancel) => {
    expect(only(line(text))).toMatchObject({ cancel });
  });

  test("the venue's rule for IDs binds placing and cancelling", () => {
    expect(problems("usdc ETHUSDC buy 1 limit:my-id:5")).toEqual(["CUSTOM_ID_INVALID"]);
    expect(problems("usdc ETHUSDC cancel:my_id")).toEqual(["CUSTOM_ID_INVALID"]);
    expect(only("usdc ETHUSDC cancel:myid")).toMatchObject({ cancel: "myid" });
    const { errors } = parseAlert("usdc ETHUSDC cancel:my_id", ACCOUNTS);
    expect(errors[0]?.message).toContain("letters and digits only");
  });
});

describe("keys and times", () => {
  test.each([
    ["at:2026-11-24T09:30:00Z", "2026-11-24T09:30:00.000Z"],
    ["at:2026-11-24T09:30:00.125", "2026-11-24T09:30:00.125Z"],
    ["AT:2026-11-24T11:30+02:00", "2026-11-24T09:30:00.000Z"],
    ["at:2026-11-24t11:30:00+0200", "2026-11-24T09:30:00.000Z"],
    ["at:2026-11-24T11:30:00-02", "2026-11-24T13:30:00.000Z"],
    ["at:2026-11-24", "2026-11-24T00:00:00.000Z"],
    ["at:1700000000", "2023-11-14T22:13:20.000Z"],
    ["at:1700000000123", "2023-11-14T22:13:20.123Z"],
    ["at:99999999999", "5138-11-16T09:46:39.000Z"],
    ["at:100000000000", "1973-03-03T09:46:40.000Z"],
    ["at:2026-11-24T09:30:00,5Z", "2026-11-24T09:30:00.500Z"],
  ])("%s is %s", (text, at) => {
    expect(only(line(`buy 1 ${text}`))).toMatchObject({ at });
  });

  test.each([
    "at:",
    "at:soon",
    "at:2026-02-30T10:00:00Z",
    "at:2026-13-01",
    "at:2026-11-24T25:00:00Z",
    "at:12345678901234",
  ])("%s is refused", (text) => {
    expect(problems(line(`buy 1 ${text}`))).toEqual(["TIME_INVALID"]);
  });

  test("a key is kept as typed", () => {
    expect(only(line("buy 1 ID:ETHUSDT-2026:Entry"))).toMatchObject({ key: "ETHUSDT-2026:Entry" });
  });

  test.each([
    ["200 characters", "k".repeat(200)],
    ["256", "k".repeat(256)],
    ["256 beyond the first plane", "😀".repeat(256)],
  ])("M15: a key of %s is kept whole, in quotes or not", (_, key) => {
    expect(only(line(`buy 1 id:${key}`))).toMatchObject({ key });
    expect(only(line(`buy 1 id:"${key}"`))).toMatchObject({ key });
  });

  test.each([`id:${"k".repeat(257)}`, `id:"${"k ".repeat(128)}k"`])("M15: one of 257 names the limit: %#", (text) => {
    expect(problems(line(`buy 1 ${text}`))).toEqual(["KEY_INVALID"]);
    const { errors } = parseAlert(line(`buy 1 ${text}`), ACCOUNTS);
    expect(errors[0]?.message).toContain("at most 256 characters are allowed, these are 257");
  });

  test.each([
    ["id:", "1 to 256 characters are needed"],
    ['id:""', "1 to 256 characters are needed"],
    ['id:" \t\u3000"', "one that can be seen"],
    ["id:\u0007", "one that can be seen"],
    ["id:a\u200bb", "a character that cannot be seen"],
    ['id:"a\u0007b"', "a control character"],
    ['id:"', "the quote is never closed"],
    ['id:"abc', "the quote is never closed"],
    ['id:"Close entry(s) order Long', "the quote is never closed"],
    ['id:"Close"entry(s) "order', "the quote is never closed"],
  ])("M15: %j is no key: %s", (text, reason) => {
    expect(problems(line(`buy 1 ${text}`))).toEqual(["KEY_INVALID"]);
    const { errors } = parseAlert(line(`buy 1 ${text}`), ACCOUNTS);
    expect(errors).toMatchObject([{ line: 1, column: 26 }]);
    expect(errors[0]?.message).toContain(reason);
    expect(errors[0]?.message).toContain('write id:KEY, with white space in it id:"Close entry(s) order Long"');
  });
});

describe("values in quotes", () => {
  test.each<[string, object]>([
    ['close id:"T-Close entry(s) order Long"', { command: "close", key: "T-Close entry(s) order Long" }],
    ['ID:"Close  entry(s)\torder Long" CLOSE', { command: "close", key: "Close  entry(s)\torder Long" }],
    ['id:"Long" close', { command: "close", key: "Long" }],
    ['id:"a"b" buy 1', { command: "buy", key: 'a"b' }],
    ['id:""a" buy 1', { command: "buy", key: '"a' }],
    ['id:"a "b c" buy 1', { command: "buy", key: 'a "b c' }],
    ['id:"buy 5 tag:x" buy 1', { command: "buy", key: "buy 5 tag:x" }],
    ['tag:"a" id:"b c" buy 1', { command: "buy", tag: "a", key: "b c" }],
    ['id:a"b tag:c" buy 1', { command: "buy", key: 'a"b', tag: 'c"' }],
    ['id:"👨\u200d👩\u200d👧 out" buy 1', { key: "👨\u200d👩\u200d👧 out" }],
  ])("M15: %s", (text, expected) => {
    expect(only(line(text))).toMatchObject(expected);
  });

  test("M15: quoted or not, one key is one key", () => {
    expect(only(line('close id:"K"'))).toEqual(only(line("close id:K")));
  });

  test.each<[string, object]>([
    ['close tag:"TP1 50%"', { command: "close", tag: "TP1 50%" }],
    ['buy 100$ tag:"Long x5"', { command: "buy", tag: "Long x5" }],
    ['close id:"Long 50% x5 {close}" tag:"sell 10"', { key: "Long 50% x5 {close}", tag: "sell 10" }],
  ])("M16: what is in quotes is no part of the order: %s", (text, expected) => {
    const order = only(line(text));
    expect(order).toMatchObject(expected);
    expect(order).not.toHaveProperty("leverage");
    if (order.command === "close") expect(order).not.toHaveProperty("quantity");
  });

  test.each([
    ['tag:"TP1', '"TP1'],
    ['tag:"', '"'],
    ['tag:"a"b', '"a"b'],
  ])("M16: a tag whose quote is never closed is a plain word, with a warning: %s", (text, tag) => {
    expect(only(line(`buy 1 ${text} x5`))).toMatchObject({ tag, leverage: 5 });
    expect(warnings(line(`buy 1 ${text} x5`))).toEqual([`QUOTE_OPEN ${text}`]);
  });

  test.each(['tag:""', 'tag:" "', `tag:"${" ".repeat(64)}t"`])("M18: %j is no tag, and the order is good", (text) => {
    expect(only(line(`buy 1 ${text}`))).not.toHaveProperty("tag");
    expect(warnings(line(`buy 1 ${text}`))[0]).toMatch(/^TAG_INVALID /);
  });

  test("M18: a tag that is too long is cut", () => {
    expect(only(line(`close tag:"${"t ".repeat(32)}end"`))).toMatchObject({ tag: "t ".repeat(32) });
    expect(only(line(`close tag:${"😀".repeat(65)}`))).toMatchObject({ tag: "😀".repeat(64) });
    expect(warnings(line(`close tag:"${"t ".repeat(32)}end"`))[0]).toMatch(/^TAG_INVALID /);
  });

  test("M15: columns behind a value in quotes are right", () => {
    const { errors } = parseAlert('myKucoinA ETH/USDT id:"😀 a b" tag:"c d" byu 1', ACCOUNTS);
    expect(errors).toMatchObject([{ token: "byu", column: 41 }]);
    const { errors: placeholder } = parseAlert(line('close id:"{{ticker}} {{timenow}}"'), ACCOUNTS);
    expect(placeholder).toMatchObject([{ code: "PLACEHOLDER", column: 26, token: 'id:"{{ticker}} {{timenow}}"' }]);
  });

  test.each([
    ["close id:T-Close entry(s) order Long", "DUPLICATE_PART", "id:T-Close", "id"],
    ["id:T-Close entry(s) order close", "UNKNOWN_WORD", "id:T-Close", "id"],
    ["close tag:Long exit", "UNKNOWN_WORD", "tag:Long", "tag"],
    ['close tag:"Long exit', "UNKNOWN_WORD", 'tag:"Long', "tag"],
    ["close id:Long clos", "UNKNOWN_WORD", "id:Long", "id"],
  ])("M15: a value without quotes is led to them: %s", (rest, code, word, name) => {
    const { errors } = parseAlert(line(rest), ACCOUNTS);
    expect(errors[0]).toMatchObject({ code });
    for (const { message } of errors)
      expect(message).toContain(`; if it belongs to "${word}", write the whole value in quotes: ${name}:"..."`);
  });

  test.each(["close close id:K", 'id:"K" close close', 'id:a tag:"b" close exit'])(
    "other mistakes are not: %s",
    (rest) => {
      expect(parseAlert(line(rest), ACCOUNTS).errors[0]?.message).not.toContain("in quotes");
    },
  );
});

describe("tags and prices of the alert", () => {
  test.each(["buy 1", "position -1", "close", "cancel:all", "changeleverage x3"])("go with %s", (command) => {
    expect(only(line(`${command} tag:Macd-15m:v2 PRICE:+2001.50`))).toMatchObject({
      tag: "Macd-15m:v2",
      price: "2001.5",
    });
  });

  test("a tag is kept as typed", () => {
    expect(only(line(`buy 1 TAG:${"t".repeat(64)}`))).toMatchObject({ tag: "t".repeat(64) });
    expect(only(line("buy 1"))).not.toHaveProperty("tag");
    expect(only(line("buy 1"))).not.toHaveProperty("price");
  });

  test("the price of the alert is no limit", () => {
    expect(only(line("buy 1 price:1e3 limit:dip1:900"))).toMatchObject({ price: "1000", limit: { price: "900" } });
  });

  test.each(["tag:", "tag:\u0007", "tag:{{strategy.order.id}}", 'tag:"{{a}} b"', "TAG:a\u200bb"])(
    "M18: %j is no tag: it is left out, and the order is good",
    (text) => {
      expect(only(line(`close ${text}`))).toEqual({ ...base, command: "close", reduceOnly: true });
      expect(warnings(line(`close ${text}`))[0]).toMatch(/^TAG_INVALID /);
    },
  );

  test.each(["price:", "price:0", "price:-5", "price:NaN", "price:1:2", "price:1e99", "price:{{close}}", "PRICE:null"])(
    "M18: %s is no price: it is left out, and the order is good",
    (text) => {
      expect(only(line(`close ${text}`))).toEqual({ ...base, command: "close", reduceOnly: true });
      expect(warnings(line(`close ${text}`))).toEqual([`PRICE_INVALID ${text}`]);
    },
  );

  test.each<[string, object, string[]]>([
    ["tag:a tag:b", { tag: "a" }, ["IGNORED tag:b"]],
    ["tag: tag:b", { tag: "b" }, ["TAG_INVALID tag:"]],
    ["tag:a tag:", { tag: "a" }, ["TAG_INVALID tag:"]],
    ["price:1 price:2", { price: "1" }, ["IGNORED price:2"]],
    ["price:NaN price:2 price:x", { price: "2" }, ["PRICE_INVALID price:NaN", "PRICE_INVALID price:x"]],
  ])("M18: of several the first that can be read is kept: %s", (rest, expected, said) => {
    expect(only(line(`close ${rest}`))).toEqual({ ...base, command: "close", reduceOnly: true, ...expected });
    expect(warnings(line(`close ${rest}`))).toEqual(said);
  });
});

describe("what is wrong is said", () => {
  test.each([
    ["ETH/USDT buy 1", ["ACCOUNT_MISSING"]],
    ["myKucoinA buy 1", ["SYMBOL_MISSING"]],
    ["myKucoinA ETH/USDT 1", ["COMMAND_MISSING"]],
    ["buy 1", ["ACCOUNT_MISSING", "SYMBOL_MISSING"]],
    ["myKucoinB ETH/USDT buy 1", ["ACCOUNT_UNKNOWN"]],
    ["myKucoinA kraken1 ETH/USDT buy 1", ["DUPLICATE_PART"]],
    ["myKucoinA ETH/USDT buy buy 1", ["DUPLICATE_PART"]],
    ["myKucoinA ETH/USDT buy 1 1", ["DUPLICATE_PART"]],
    ["myKucoinA ETH/USDT buy 1 x3 3x", ["DUPLICATE_PART"]],
    ["myKucoinA ETH/USDT buy 1 nominal nominal", ["DUPLICATE_PART"]],
    ["myKucoinA ETH/USDT buy 1 reduce reduceonly", ["DUPLICATE_PART"]],
    ["myKucoinA ETH/USDT BTC/USDT buy 1", ["UNKNOWN_WORD"]],
    ["myKucoinA ETH/USDT buy 1 foo", ["UNKNOWN_WORD"]],
    ["myKucoinA {{ticker}} buy 1", ["PLACEHOLDER"]],
    ["myKucoinA ETH/USDT buy {{strategy.order.contracts}}$", ["PLACEHOLDER", "QUANTITY_MISSING"]],
    ["picky ETH/USDT buy 1", ["SYMBOL_NOT_ALLOWED"]],
    ["myKucoinA WETHBTC buy 1", ["SYMBOL_INVALID"]],
    ["nobodyknows buy 1", ["ACCOUNT_UNKNOWN"]],
    ["ETH/USDT byu 1", ["UNKNOWN_WORD"]],
  ])("%s", (text, codes) => {
    expect(problems(text)).toEqual(codes);
  });

  test.each([
    ["myKucoinA ETH/USDT byu 1", "did you mean buy?"],
    ["myKucoinA ETH/USDT buy 1 nominla", "did you mean nominal?"],
    ["myKucionA ETH/USDT buy 1", "did you mean myKucoinA?"],
    ["nobodyknows ETH/USDT buy 1", "(accounts: myKucoinA, kraken1, coin, usdc, picky)"],
    ["myKucoinA ETH/USDT buy 1 foofoo", '"foofoo": not a word of the syntax, and only one symbol is allowed'],
    ["picky ETH/USDT buy 1", "account picky trades only BTC/USDT:USDT"],
  ])("%s: %s", (text, hint) => {
    const { errors } = parseAlert(text, ACCOUNTS);
    expect(errors[0]?.message).toContain(hint);
    expect(errors[0]?.message.includes("did you mean")).toBe(hint.startsWith("did you mean"));
  });

  test.each([
    ["the one that reads as one on this account", "kraken1 ETH/USDT ETHUSD buy 1", ["UNKNOWN_WORD ETH/USDT"]],
    ["wherever it stands", "myKucoinA foofoo ETH/USDT buy 1", ["UNKNOWN_WORD foofoo"]],
    [
      "else one that looks like one",
      "myKucoinA foofoo ETH/EUR buy 1",
      ["UNKNOWN_WORD foofoo", "SYMBOL_INVALID ETH/EUR"],
    ],
  ])("of several words without a class the symbol is %s", (_, text, expected) => {
    const { errors } = parseAlert(text, ACCOUNTS);
    expect(errors.map(({ code, token }) => `${code} ${token}`)).toEqual(expected);
  });

  test.each([
    ["cancel: buy", "CANCEL_INVALID"],
    ["buy 1 limit:a:5 limit:ab:5", "LIMIT_INVALID"],
    ["buy 1 id: id:a", "KEY_INVALID"],
    ["buy 1 at:soon at:1700000000", "TIME_INVALID"],
  ])("%s: a part that is badly made is not made good by a second one", (rest, code) => {
    expect(problems(line(rest))).toEqual([code, "DUPLICATE_PART"]);
  });

  test("USD for the account's settle coin is said", () => {
    expect(warnings("myKucoinA ETH/USD buy 1")).toEqual(["USD_IS_SETTLE_COIN ETH/USD"]);
  });

  test("lists no more accounts than one reads, and says when there are none", () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ id: `acc_${index}`, exchange: "paper", settle: "USDT" }));
    expect(parseAlert("nobodyknows ETH/USDT buy 1", many).errors[0]?.message).toContain("acc_9, …)");
    expect(parseAlert("nobodyknows ETH/USDT buy 1", many.slice(0, 10)).errors[0]?.message).toContain("acc_9)");
    expect(parseAlert("nobodyknows ETH/USDT buy 1", []).errors[0]?.message).toContain("no account is configured");
  });

  test("quotes a long word shortened", () => {
    const { errors } = parseAlert(`myKucoinA ETH/USDT buy 1 ${"y".repeat(500)}`, ACCOUNTS);
    expect(errors[0]?.token).toBe(`${"y".repeat(60)}…`);
    expect(errors[0]?.message).not.toContain("did you mean");
    const fits = "y".repeat(60);
    expect(parseAlert(line(`buy 1 ${fits}`), ACCOUNTS).errors[0]?.token).toBe(fits);
    const keys = parseAlert(line(`buy 1 id:${fits} id:a`), ACCOUNTS).errors[0];
    expect(keys?.message).toContain(`a second key, after "id:${"y".repeat(37)}"`);
  });

  test("S5: of a text full of unknown words the first fifty are compared with known ones", () => {
    const { errors } = parseAlert(`${line("byu 1")}\n`.repeat(60), ACCOUNTS);
    const helped = errors.map(({ message }) => message.includes("did you mean buy?"));
    expect(helped.indexOf(false)).toBe(50);
    expect(helped.lastIndexOf(true)).toBe(49);
  });

  test("S5: after a hundred bad lines one that names no account is told just that, and a good one is good", () => {
    const { errors, orders } = parseAlert(
      `${"nobody ETHUSDT buy 1\n".repeat(102)}not${ACCOUNTS[0]?.id} 1\n${line("byu 1")}\n${line("buy 1")}`,
      ACCOUNTS,
    );
    expect(errors.map(({ code }) => code)).toEqual([
      ...Array.from({ length: 100 }, () => "ACCOUNT_UNKNOWN"),
      "ACCOUNT_MISSING",
      // A name that is a part of a word names nobody.
      "ACCOUNT_MISSING",
      "ACCOUNT_MISSING",
      "UNKNOWN_WORD",
    ]);
    expect(orders).toMatchObject([{ line: 105 }]);
  });

  test("S5: after a hundred bad lines one of several unknown words is told that alone, and a good one is good", () => {
    const { errors, orders } = parseAlert(
      `${`${line("buy 1 foo")}\n`.repeat(101)}${line("buy 300usdt")}\n${line("buy 1")}`,
      ACCOUNTS,
    );
    expect(errors.slice(98)).toMatchObject([
      { line: 99, token: "foo" },
      { line: 100, token: "foo" },
      { line: 101, code: "UNKNOWN_WORD", message: expect.stringContaining("several of its words") },
      { line: 102, code: "QUANTITY_INVALID" },
    ]);
    expect(orders).toMatchObject([{ line: 103 }]);
  });

  test("stops counting errors that repeat", () => {
    const { errors } = parseAlert(line(`buy 1 ${"nonsense ".repeat(50)}`), ACCOUNTS);
    expect(errors).toHaveLength(11);
    expect(errors.at(-1)?.code).toBe("TOO_MANY_ERRORS");
    expect(parseAlert(line(`buy 1 ${"{{x}} ".repeat(50)}`), ACCOUNTS).errors).toHaveLength(11);
  });

  test.each([
    ["long 1", "DEPRECATED long"],
    ["short 1", "DEPRECATED short"],
  ])("%s is deprecated, and works", (rest, warning) => {
    expect(warnings(line(rest))).toEqual([warning]);
  });

  test("cancel:all nominal ignores what it does not use", () => {
    expect(warnings(line("cancel:all nominal 5$ x3 reduce force_usdt"))).toHaveLength(5);
  });

  test.each(["buy 5@ nominal", "buy 5% nominal"])("%s ignores the basis", (rest) => {
    expect(warnings(line(rest))).toEqual(["IGNORED nominal"]);
  });

  test("a bad line's warnings are left out with its order", () => {
    expect(parseAlert(line("long 1 x0"), ACCOUNTS).warnings).toEqual([]);
  });
});
