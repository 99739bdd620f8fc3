// Words that people and TradingView write beside the plain ones: directions, other characters, and what is said of mistakes.
import { describe, expect, test } from "vitest";
import type { AlertAccount } from "../../../lib/core/alert/alert-order.ts";
import { parseAlert } from "../../../lib/core/alert/parse-alert.ts";
import { orderLines } from "../../../lib/core/alert/tokenize.ts";

const ACCOUNTS: readonly AlertAccount[] = [
  { id: "demo", exchange: "paper", settle: "USDT" },
  { id: "krk", exchange: "krakenfutures", settle: "USD" },
  { id: "\uff41\uff42\uff43", exchange: "paper", settle: "USDT" },
];

const parse = (text: string) => parseAlert(text, ACCOUNTS);
const line = (rest: string) => `demo ETH/USDT ${rest}`;
const codes = (text: string) => parse(text).errors.map(({ code }) => code);

function only(text: string) {
  const { orders, errors } = parse(text);
  expect(errors).toEqual([]);
  expect(orders).toHaveLength(1);
  return orders[0];
}

describe("a direction", () => {
  test.each([
    ["pos short 0.5", "-0.5", "base"],
    ["pos 0.5 SHORT", "-0.5", "base"],
    ["pos long 300$", "300", "quote"],
    ["position long 5%", "5", "percent"],
    ["pos short 150%", "-100", "percent"],
    ["pos short 0", "0", "base"],
    ["pos short 7@", "-7", "contracts"],
    ["pos flat", "0", "base"],
    ["pos flat 0", "0", "base"],
    ["pos flat -3$", "0", "base"],
    ["flat 5% pos", "0", "base"],
  ])("%s goes to %s %s", (rest, value, unit) => {
    expect(only(line(rest))).toMatchObject({ command: "position", quantity: { value, unit }, reduceOnly: false });
  });

  test("is the sign of the quantity: pos short 0.5 is pos -0.5, and flat is 0 base", () => {
    expect(only(line("pos short 0.5 x3"))).toEqual(only(line("pos -0.5 x3")));
    expect(only(line("pos flat 300$"))).toEqual(only(line("pos 0")));
    expect(parse(line("pos short 0.5")).warnings).toEqual([]);
  });

  test.each(["NaN", "null", "$NaN", "NaN%", "na", "NaN undefined", "NaN x3"])(
    "flat closes whatever number nobody knew: pos flat %s",
    (empty) => {
      const rest = `pos flat ${empty}`;
      expect(only(line(rest))).toMatchObject({ command: "position", quantity: { value: "0", unit: "base" } });
      const [warning] = parse(line(rest)).warnings;
      expect(warning).toMatchObject({ code: "IGNORED", message: expect.stringContaining("flat needs none") });
    },
  );

  test.each([
    ["pos NaN", "NaN"],
    ["pos short null", "null"],
    ["pos 1 xNaN", "xNaN"],
    ["buy NaN$", "NaN$"],
    ["sell $null", "$null"],
    ["close NaN%", "NaN%"],
    ["flat NaN", "NaN"],
  ])("any other command is refused that names a number nobody knew: %s", (rest, token) => {
    const { orders, errors } = parse(line(rest));
    expect(orders).toEqual([]);
    expect(errors.find((error) => error.token === token)?.message).toContain("has no value");
  });

  test("flat NaN without a symbol misses the symbol", () => {
    expect(parse("demo pos flat NaN").orders).toEqual([]);
  });

  test.each(["pos long -0.5", "pos -5$ short", "pos short -5%"])("%s: a minus beside it is an error", (rest) => {
    expect(codes(line(rest))).toEqual(["SIGN_NOT_ALLOWED"]);
    expect(parse(line(rest)).errors[0]?.message).toMatch(/beside (?:long|short) a size has no minus: write 0?\.?5/);
  });

  test.each([
    ["pos long", ["QUANTITY_MISSING"]],
    ["pos long short 5", ["DUPLICATE_PART"]],
    ["pos flat flat", ["DUPLICATE_PART"]],
    ["long short 5", ["DUPLICATE_PART"]],
    ["buy long 5", ["DUPLICATE_PART"]],
  ])("%s: %j", (rest, expected) => {
    expect(codes(line(rest))).toEqual(expected);
  });

  test.each([
    ["long 1", "buy"],
    ["short 1", "sell"],
  ])("%s without position is the command of old, with a warning", (rest, command) => {
    expect(only(line(rest))).toMatchObject({ command });
    expect(parse(line(rest)).warnings).toMatchObject([
      { code: "DEPRECATED", message: expect.stringContaining(command) },
    ]);
  });
});

describe("characters", () => {
  test.each<[string, object]>([
    ["buy \uff13\uff10\uff10\uff04 \uff58\uff13", { quantity: { value: "300", unit: "quote" }, leverage: 3 }],
    ["\uff42\uff55\uff59\u30001", { command: "buy" }],
    ["close id\uff1a\uff02K \uff21\uff02", { key: "K A" }],
    ["close \uff0f\uff0f 50%", { command: "close" }],
  ])("full-width ones are their ASCII: %s", (rest, expected) => {
    expect(only(line(rest))).toMatchObject(expected);
  });

  test("an account's name in them is found in either spelling", () => {
    expect(only("abc ETHUSDT close")).toMatchObject({ account: "\uff41\uff42\uff43" });
    expect(only("\uff21BC ETHUSDT close")).toMatchObject({ account: "\uff41\uff42\uff43" });
    expect(only("\uff44emo ETHUSDT close")).toMatchObject({ account: "demo" });
  });

  test.each([
    "close\u200b",
    "\u200bclose",
    "\u2060\u200eclose\ufeff",
    "close \u200b",
    "\u200b \u200d close",
    "close \u200b// x5",
    "close\u{e0001}",
  ])("invisible ones at the ends of a word are none: %j", (rest) => {
    expect(parse(line(rest))).toEqual(parse(line("close")));
  });

  test("an invisible one does not keep a quote open, inside quotes it is text", () => {
    expect(only(line('close id:"a b"\u200b x3'))).toMatchObject({ key: "a b" });
    expect(only(line('close id:"a b"\u200b'))).toMatchObject({ key: "a b" });
    expect(only(line('close id:"a\u200b b\u200b"'))).toMatchObject({ key: "a\u200b b\u200b" });
  });

  test("a line of nothing else is blank", () => {
    expect(orderLines("\u200b\n \u2060 \n\u200b// no\n\u200b \uff0f\uff0f no\n/\u200b/ no\nyes")).toEqual([
      { line: 6, text: "yes", ordinal: 0 },
    ]);
  });

  test("errors write them out, in the token too", () => {
    const { errors } = parse(line("clo\u200bse"));
    expect(errors.at(-1)).toMatchObject({ token: "cloU+200Bse" });
    expect(errors.at(-1)?.message).toContain('"cloU+200Bse"');
    expect(parse(line("buy 1 id:a\u{e0001}b")).errors).toMatchObject([{ token: "id:aU+E0001b" }]);
    expect(parse("demo E\u200bTHUSDT buy 1").errors[0]?.message).toContain("EU+200BTH");
  });

  test("columns count from the first that can be seen", () => {
    expect(parse(line("\u200b\u200bbyu 1")).errors).toMatchObject([{ token: "byu", column: 17 }]);
  });

  test.each([
    ["close // exit", {}],
    ["close //exit 50%", {}],
    ['close tag:"a // b" // c', { tag: "a // b" }],
    ["close tag:a//b", { tag: "a//b" }],
  ])("a word that begins with // ends the line: %s", (rest, expected) => {
    const closing = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", command: "close", reduceOnly: true };
    expect(only(line(rest))).toEqual({ ...closing, ...expected });
  });
});

test("Kraken's charts: ETHUSD.PM", () => {
  expect(only("krk ETHUSD.PM pos -0.5 x3")).toMatchObject({ symbol: "ETH/USD:USD", quantity: { value: "-0.5" } });
});

describe("a hint says what to write instead", () => {
  test.each([
    ["demo BTCUSDT buy 300usdt", "300usdt", "write 300$"],
    ["demo buy 300USDT BTCUSDT", "300USDT", "write 300$"],
    ["demo BTCUSDT buy 300 usdt", "usdt", "write 300$"],
    ["demo ETHUSDT sell 0.5 ETH", "ETH", "leave the word out"],
    ["demo ETHUSDT sell 0.5eth", "0.5eth", "write 0.5"],
    ["demo ETHUSDT buy 1,234.5", "1,234.5", "write 1234.5"],
    ["demo ETHUSDT buy 1.234,5$", "1.234,5$", "write 1234.5$"],
    ["demo ETHUSDT buy 0,5", "0,5", "write 0.5"],
    ["demo ETHUSDT buy -1,000,000", "-1,000,000", "write -1000000"],
    ["demo ETHUSDT buy 5$ x", "x", "write x3"],
    ["demo ETHUSDT buy 5$ lev:3", "lev:3", "write x3"],
    ["demo ETHUSDT buy 5$ leverage=10x", "leverage=10x", "write x10"],
    ["demo ETHUSDT flat", "flat", "write close"],
    ["demo ETHUSDT exit", "exit", "write close"],
    ["demo BTCUSDT.PS buy 1", "BTCUSDT.PS", "write BTCUSDT.P"],
    ['demo {"symbol": "BTCUSDT"} buy 1', '{"symbol":', "no JSON"],
    ['{"symbol": "BTCUSDT", "action": "buy"}', '{"symbol":', "no JSON"],
    ["demo ETHUSDT buy 1 tp:2000", "tp:2000", "not made yet"],
    ["demo ETHUSDT buy 1 SL:2000", "SL:2000", "the strategy's own exits"],
    ["demo ETHUSDT buy 1 tp:2000 sl:1000", "sl:1000", "not made yet"],
    ["demo ETHUSDT buy 1,000usdt", "1,000usdt", "write 1000$"],
    ["demo ETHUSDT buy $300usdt", "$300usdt", "write 300$"],
    ["demo ETHUSDT buy 1,000 usdt", "usdt", "write 1000$"],
    ["demo ETHUSDT buy 0,5ETH", "0,5ETH", "write 0.5"],
    ["demo ETHUSDT buy 0,5 ETH", "ETH", "leave the word out"],
    ["demo XBTUSDT buy 0.5 XBT", "XBT", "leave the word out"],
    ["demo ETHUSDT buy 300 $", "$", "write 300$"],
    ["demo ETHUSDT buy % 10", "%", "write 10%"],
    ["demo ETHUSDT buy 5 @", "@", "write 5@"],
    ["demo ETHUSDT buy $-1,234.5", "$-1,234.5", "write $-1234.5"],
    ["demo ETHUSDT buy 1,2,3", "1,2,3", "write it like 1234.5"],
    ["demo ETHUSDT buy $1,5$", "$1,5$", "write it like 1234.5"],
    ["demo ETHUSDT buy ,", ",", "write it like 1234.5"],
    ["demo ETHUSDT buy 5$ x 5", "x", "write x5"],
    ["demo ETHUSDT buy 5$ lev 10x", "lev", "write x10"],
    ["demo ETHUSDT buy 5$ x:7", "x:7", "write x7"],
    ["demo ETHUSDT buy 5$ lev: 7", "lev:", "write x7"],
    ["demo ETHUSDT buy 5$ lev:3.5", "lev:3.5", "a whole number above zero"],
    ["demo ETHUSDT close all", "all", "write close alone"],
    ["demo 1INCHUSDT buy 5usdt", "5usdt", "write 5$"],
    ["demo ETHUSDT buy 50pct", "50pct", "write 50%"],
    ["demo ETHUSDT buy 50 percent", "percent", "write 50%"],
    ["demo ETHUSDT buy 3contracts", "3contracts", "write 3@"],
    ["demo ETHUSDT buy 3 lots", "lots", "write 3@"],
    ["demo ETHUSDT buy 100EUR", "100EUR", "when EUR is the base coin"],
    ["demo ETHUSDT pos \u22120.5", "\u22120.5", "write -0.5"],
    ["demo ETHUSDT pos $\u20135", "$\u20135", "write $-5"],
    ["demo ETHUSDT pos \u2014.", "\u2014.", "not a word"],
    ["demo ETHUSDT buy USDT100", "USDT100", "write 100$"],
    ["demo ETHUSDT buy usd1,000", "usd1,000", "write 1000$"],
    ["demo ETHUSDT buy ABC100", "ABC100", "not a word"],
    ["demo ETHUSDT buy 1'234.5$", "1'234.5$", "write 1234.5$"],
    ["demo ETHUSDT buy 1_000", "1_000", "write 1000"],
    ["demo ETHUSDT buy $1\u2019000$", "$1\u2019000$", "write it like 1234.5"],
    ["demo ETHUSDT buy 1 \u00d73", "\u00d73", "write x3"],
    ["demo ETHUSDT buy 1 5\u0445", "5\u0445", "write 5x"],
    ["demo ETHUSDT buy 1 \u04250", "\u04250", "not a word"],
    ["demo ETHUSDT pos null", "null", "has no value"],
    ["demo ETHUSDT pos long NaN", "NaN", "has no value"],
    ["demo BTC USDT close", "BTC", "write BTC/USDT"],
    ["demo buy 1 eth usd", "eth", "write eth/usd"],
    ["message=demo ETHUSDT close", "message=demo", "stand alone"],
    ["demo ETHUSDT close # out", "#", "a remark begins with //"],
    ["demo ETHUSDT close -- out", "--", "a remark begins with //"],
    ["demo ETHUSDT close /* out */", "/*", "a remark begins with //"],
    ["demo ETHUSDT close//out", "close//out", "put one before it"],
    ["demo ETHUSDT close\\ndemo ETHUSDT buy 1", "close\\ndemo", "begin a new line"],
  ])("section 3: %s: %s: %s", (text, token, hint) => {
    const { orders, errors } = parse(text);
    expect(orders).toEqual([]);
    const [first] = errors.filter((error) => error.token === token);
    expect(first?.message).toContain(hint);
    expect(first?.message).not.toContain("did you mean");
  });

  test("x 3: of the two words the first is told of", () => {
    expect(parse(line("buy 5$ x 3")).errors[0]?.message).toContain("write x3");
  });

  test.each([
    ["demo 42USDT buy 5$", "42/USDT:USDT"],
    ["demo 42USDT close", "42/USDT:USDT"],
    ["demo 42USDT pos flat", "42/USDT:USDT"],
  ])("a coin may be called like an amount: %s", (text, symbol) => {
    expect(only(text)).toMatchObject({ symbol });
  });

  test("a coin called like an amount is not taken for one", () => {
    expect(parse("demo 1000PEPEUSDT buy").errors).toMatchObject([{ code: "QUANTITY_MISSING" }]);
    expect(parse("demo 1INCHUSDT buy 5usdt").errors).toMatchObject([{ token: "5usdt" }]);
    expect(parse("1000PEPEUSDT buy 5 foo").errors.map(({ token }) => token)).toContain("foo");
    expect(codes("1000PEPEUSDT buy")).toEqual(["ACCOUNT_MISSING"]);
  });

  test.each([
    ["demo closeal", "closeall"],
    ["demo paus", "pause"],
    ["demo byu 5", "buy"],
  ])("a command that is misspelt is no symbol: %s: %s", (text, meant) => {
    expect(parse(text).errors).toMatchObject([
      { code: "UNKNOWN_WORD", message: expect.stringContaining(`did you mean ${meant}?`) },
    ]);
  });

  test.each(["demo BTCUSDT", "demo 币安人生"])("%s: a symbol without a command is told of as such", (text) => {
    expect(codes(text)).toEqual(["COMMAND_MISSING"]);
  });

  test.each([
    ["demo BTCUSDT buy $5ETH", "not a word of the syntax"],
    ["demo BTCUSDT close usdt", "not a word of the syntax"],
    ["demo BTCUSDT buy 1 SOL", "not a word of the syntax"],
    ["demo BTCUSDT buy 1 foo.bar", "not a word of the syntax"],
  ])("other words are told of as before: %s", (text, message) => {
    expect(parse(text).errors[0]?.message).toContain(message);
  });
});

test.each([
  [`${"0".repeat(60)}5`, "5"],
  [`5.${"0".repeat(60)}`, "5"],
  [`${"9".repeat(40)}.${"9".repeat(40)}000`, `${"9".repeat(40)}.${"9".repeat(40)}`],
  ["0.0001e43", `1${"0".repeat(39)}`],
  ["1000e-43", `0.${"0".repeat(39)}1`],
  ["-0e99999999999999999999", "0"],
])("outer zeros of a number are not counted: %s", (text, value) => {
  expect(only(line(`pos ${text}`))).toMatchObject({ quantity: { value } });
});

test.each(["1e40", "1e-41", "9".repeat(41), `0.${"9".repeat(41)}`, `1e${"9".repeat(400)}`, "1000e-44"])(
  "a number has at most 40 digits on either side: not %s",
  (text) => {
    expect(codes(line(`pos ${text}`))).toEqual(["QUANTITY_INVALID"]);
  },
);

test("M18: what nobody filled in is said of a price too", () => {
  const [warning] = parse(line("close price:{{close}}")).warnings;
  expect(warning?.message).toContain("TradingView did not fill the placeholder in");
});

test("of one line so many warnings are kept as its order has room for", () => {
  expect(parse(line(`close ${"price:x ".repeat(5_000)}`)).warnings).toHaveLength(20);
  expect(only(line(`close ${"price:x ".repeat(5_000)} price:5`))).toMatchObject({ price: "5" });
});
