import { expect, test } from "vitest";
import { decodePublicAccount, encodePublicAccount } from "../../lib/config/public-account.ts";
import type { Account } from "../../lib/ports/account-store.ts";

const ACCOUNT: Account = {
  id: "main",
  exchange: "binance",
  settle: "USDT",
  marginMode: "cross",
  orderTimeoutMs: 40_000,
  alertTimeoutMs: 180_000,
  maxAlertAgeMs: 180_000,
  guards: { limits: { maxOpenPositions: 3, requireAt: true }, timezone: "UTC" },
  sharesKeyWith: ["other"],
};

test("an account is read as it was written, without its endpoint and what is of its keys", () => {
  const text = encodePublicAccount({ ...ACCOUNT, endpoint: "http://10.0.0.1:1", keyMark: "mark" });
  expect(text).not.toMatch(/endpoint|keyMark/);
  expect(decodePublicAccount(text)).toEqual(ACCOUNT);
});

test.each([
  ["null", "must be an object"],
  ["[]", "must be an object"],
  [JSON.stringify({ ...ACCOUNT, id: 1 }), "id must be a text"],
  [JSON.stringify({ ...ACCOUNT, marginMode: "both" }), "marginMode must be isolated or cross"],
  [JSON.stringify({ ...ACCOUNT, orderTimeoutMs: "40" }), "orderTimeoutMs must be a whole number"],
  [JSON.stringify({ ...ACCOUNT, symbols: "ETH" }), "symbols must be a list"],
  [JSON.stringify({ ...ACCOUNT, symbols: [1] }), "symbols must be a text"],
  [
    JSON.stringify({ ...ACCOUNT, guards: { limits: { requireAt: 1 }, timezone: "UTC" } }),
    "guards limits requireAt must be true or false",
  ],
])("%s is no account: %s", (text, why) => {
  expect(() => decodePublicAccount(text)).toThrow(why);
});
