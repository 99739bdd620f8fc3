import { expect, test } from "vitest";
import { checkAccountId, lookOf } from "../../../lib/core/alert/account-id.ts";

test.each(["myKucoinA", "demo", "a", "acc-1", "测试", "x", "5a"])("%s is an ACCOUNT_ID", (id) => {
  expect(checkAccountId(id)).toEqual({ ok: true, value: {} });
});

test.each([
  ["", "is empty"],
  ["12345", "all digits"],
  ["my account", "white space"],
  ["buy", "reads as a command"],
  ["LONG", "reads as a direction"],
  ["flat", "reads as a direction"],
  ["\uff42\uff55\uff59", "reads as a command"],
  ["\uff0f\uff0fdemo", "like a comment"],
  ["cancel:x1", "reads as a command"],
  ["5$", "reads as a quantity"],
  ["x3", "reads as a leverage"],
  ["3x", "reads as a leverage"],
  ["limit:ab:5", "reads as a limit"],
  ["nominal", "reads as a basis"],
  ["Reduce", "reads as a reduce"],
  ["force_usdt", "reads as a unit override"],
  ["id:k", "reads as a key"],
  ["at:1", "reads as a time"],
  ["tag:x", "reads as a tag"],
  ["price:1", "reads as a price"],
  ["tp:1", "reads as a protection"],
  ["trail:", "reads as a protection"],
  ["prev:1", "reads as a prev"],
  ["pricelock", "reads as a pricelock"],
  ["//demo", "like a comment"],
  ["{{a", "{{"],
  ["\u200bdemo", "nobody sees"],
  ["demo\u2060", "nobody sees"],
])("%s is refused: %s", (id, reason) => {
  const checked = checkAccountId(id);
  expect(checked.ok ? "" : checked.error).toContain(reason);
});

test("S5: two ids that people cannot tell apart look the same", () => {
  const alike = ["myBot", "MYBOT", "\uff4d\uff59\uff22\uff4f\uff54", "my\u200bBot"].map(lookOf);
  expect(new Set(alike)).toEqual(new Set(["mybot"]));
});

test("one that looks like a symbol is taken with a warning", () => {
  expect(checkAccountId("BTCUSDT")).toMatchObject({ ok: true, value: { warning: expect.stringContaining("symbol") } });
});
