// Words for a whole account, the target before this one, and locked prices.
import { describe, expect, test } from "vitest";
import { checkAccountId } from "../../../lib/core/alert/account-id.ts";
import type { AlertAccount } from "../../../lib/core/alert/alert-order.ts";
import { formatAlert } from "../../../lib/core/alert/format-alert.ts";
import { parseAlert } from "../../../lib/core/alert/parse-alert.ts";
import { isAccountOrder, symbolOf } from "../../../lib/core/alert/symbol-of.ts";
import { planOrder } from "../../../lib/core/order/plan-order.ts";
import { planInput } from "../order/plan-fixture.ts";

const ACCOUNTS: readonly AlertAccount[] = [
  { id: "demo", exchange: "paper", settle: "USDT", symbols: ["ETH/USDT:USDT"] },
];
const parse = (text: string) => parseAlert(text, ACCOUNTS);
const line = (rest: string) => `demo ETH/USDT ${rest}`;
const codes = (text: string) => parse(text).errors.map(({ code }) => code);
const said = (text: string) => parse(text).warnings.map(({ code, token }) => [code, token]);

function only(text: string) {
  const { orders, errors } = parse(text);
  expect(errors).toEqual([]);
  const [order] = orders;
  if (order === undefined || orders.length > 1) throw new Error(`not one order in ${text}`);
  return order;
}

test("words that other tools use are told what to write", () => {
  const told = (text: string) =>
    parse(text)
      .errors.map(({ message }) => message)
      .join("; ");
  expect(told("demo close all")).toContain("to close all of the account closeall");
  expect(told("demo unpause")).toBe('"unpause": to let orders open again write resume, with the account alone');
  expect(told(line("unpause"))).toBe('"unpause": to let orders open again write resume, with the account alone');
  expect(told("demo flatten")).toBe('"flatten": to close a position write close');
  expect(told("demo nonsense")).toContain("no command: write buy");
});

describe.each(["closeall", "pause", "resume", "closeonly"] as const)("%s", (command) => {
  test("is for the whole account: it names no symbol", () => {
    const order = only(`demo ${command.toUpperCase()}`);
    expect(order).toEqual({ line: 1, account: "demo", command, reduceOnly: false });
    expect(symbolOf(order)).toBe("*");
    expect(isAccountOrder(order)).toBe(true);
    expect(formatAlert(order)).toBe(`demo ${command}`);
  });

  test("carries what any order carries", () => {
    expect(only(`${command} demo id:k at:0 tag:t price:2`)).toEqual({
      line: 1,
      account: "demo",
      command,
      reduceOnly: false,
      key: "k",
      at: "1970-01-01T00:00:00.000Z",
      tag: "t",
      price: "2",
    });
  });

  test("a symbol or a limit beside it is an error", () => {
    expect(codes(`demo ${command} ETH/USDT`)).toEqual(["SYMBOL_NOT_ALLOWED"]);
    expect(codes(`demo ${command} now`)).toEqual(["SYMBOL_NOT_ALLOWED"]);
    expect(codes(`demo ${command} limit:abc:5`)).toEqual(["LIMIT_NOT_ALLOWED"]);
    expect(codes(`demo ${command} ETH/USDT BTC/USDT`)).toContain("UNKNOWN_WORD");
  });

  test("what else it does not take is ignored with a warning", () => {
    const text = `demo ${command} 5 x3 nominal reduce force_usdt prev:1 pricelock`;
    expect(only(text)).toEqual({ line: 1, account: "demo", command, reduceOnly: false });
    expect(said(text).map(([code]) => code)).toEqual(Array.from({ length: 7 }, () => "IGNORED"));
  });

  test("needs an account, and is no account's name", () => {
    expect(codes(command)).toEqual(["ACCOUNT_MISSING"]);
    expect(codes(`demo ${command} ${command}`)).toEqual(["DUPLICATE_PART"]);
    expect(checkAccountId(command)).toMatchObject({ ok: false });
  });

  test("has nothing to plan in one market", () => {
    expect(planOrder(planInput(only(`demo ${command}`)))).toMatchObject({ outcome: "done", steps: [] });
  });
});

describe("prev:", () => {
  test.each([
    ["prev:1.5", "1.5", true],
    ["prev:+1.50", "1.5", true],
    ["prev:-1.5", "-1.5", undefined],
    ["prev:0", "0", undefined],
    ["prev:long:1.5", "1.5", undefined],
    ["PREV:SHORT:1e-1", "-0.1", undefined],
    ["prev:short:0", "0", undefined],
    ["prev:flat:3", "0", undefined],
    ["prev:flat:-3", "0", undefined],
    ["prev:flat", "0", undefined],
    ["prev:flat:", "0", undefined],
    ["\uff50rev:\uff13", "3", true],
  ])("%s is a target of %s", (word, prev, prevIsSize) => {
    const order = only(line(`pos 1 ${word}`));
    expect(order).toMatchObject({ prev });
    expect("prevIsSize" in order ? order.prevIsSize : undefined).toBe(prevIsSize);
    expect(said(line(`pos 1 ${word}`))).toEqual([]);
    expect(only(formatAlert(order))).toEqual(order);
  });

  test.each([
    "prev:",
    "prev:x",
    "prev:NaN",
    "prev:long",
    "prev:long:",
    "prev:long:x",
    "prev:long:short:5",
    "prev:5%",
    `prev:1e99`,
    "prev:{{strategy.prev_market_position}}:{{strategy.prev_market_position_size}}",
    "prev:long:{{x}}",
  ])("%s is left out with a warning", (word) => {
    expect(only(line(`pos 1 ${word}`))).toEqual(only(line("pos 1")));
    expect(said(line(`pos 1 ${word}`))).toMatchObject([["PREV_INVALID", expect.stringContaining("prev:")]]);
  });

  test("a minus beside a direction is an error", () => {
    expect(codes(line("pos 1 prev:long:-3"))).toEqual(["SIGN_NOT_ALLOWED"]);
    expect(codes(line("pos 1 prev:short:-.5"))).toEqual(["SIGN_NOT_ALLOWED"]);
    expect(parse(line("pos 1 prev:long:-3")).errors[0]?.message).toContain("write prev:long:3");
  });

  test("one is allowed, and what cannot be read is none", () => {
    expect(codes(line("pos 1 prev:1 prev:1"))).toEqual(["DUPLICATE_PART"]);
    expect(only(line("pos 1 prev:x prev:1"))).toMatchObject({ prev: "1" });
  });

  test.each(["buy 1", "sell 1", "close", "cancel:all", "changeleverage x3"])("%s takes none", (rest) => {
    expect(only(line(`${rest} prev:1`))).toEqual(only(line(rest)));
    expect(said(line(`${rest} prev:1`))).toEqual([["IGNORED", "prev:1"]]);
  });
});

describe("pricelock", () => {
  test.each([
    ["pricelock", 20],
    ["PRICELOCK:1", 1],
    ["pricelock:007", 7],
    ["pricelock:90000", 90_000],
  ])("%s is for %i seconds", (word, seconds) => {
    for (const rest of ["buy 1", "sell 1 reduce", "pos 1", "close 50%"])
      expect(only(line(`${rest} ${word}`))).toMatchObject({ pricelock: seconds });
  });

  test.each([
    "pricelock:",
    "pricelock:0",
    "pricelock:1.5",
    "pricelock:-1",
    "pricelock:x",
    "pricelock:1:2",
    "pricelock:1e2",
  ])("%s is an error", (word) => {
    expect(codes(line(`buy 1 ${word}`))).toEqual(["PRICELOCK_INVALID"]);
  });

  test.each(["buy 1 limit:abc:5", "cancel:all", "changeleverage x3"])("%s takes none", (rest) => {
    expect(only(line(`${rest} pricelock`))).toEqual(only(line(rest)));
    expect(said(line(`${rest} pricelock`))).toEqual([["IGNORED", "pricelock"]]);
  });

  test.each(["buy 1", "sell 1", "pos 1"])("a plan of %s says for how long it is tried as a maker", (rest) => {
    const { steps, warnings } = planOrder(planInput(only(line(`${rest} pricelock:7`))));
    expect(steps.at(-1)).toMatchObject({ kind: "place", orderType: "market", pricelock: 7 });
    expect(warnings).toEqual([]);
  });

  test("a reversal is a close and an opening, each tried as a maker", () => {
    const reversed = (rest: string) => planOrder(planInput(only(line(rest)), { position: "1" })).steps;
    expect(reversed("pos -1")).toMatchObject([{ purpose: "reverse" }]);
    expect(reversed("pos -1 pricelock")).toMatchObject([
      { purpose: "close", reduceOnly: true, pricelock: 20 },
      { purpose: "open", reduceOnly: false, pricelock: 20 },
    ]);
  });

  test("is suggested, allowed once, and no account's name", () => {
    expect(parse("demo ETH/USDT buy 1 pricelok").errors[0]?.message).toContain("did you mean pricelock?");
    expect(codes(line("buy 1 pricelock pricelock:5"))).toEqual(["DUPLICATE_PART"]);
    expect(checkAccountId("pricelock")).toMatchObject({ ok: false });
    expect(checkAccountId("prev:1")).toMatchObject({ ok: false });
  });
});
