// What the comments of an account's keys show, completed by an editor, is what the keys take.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ACCOUNT_KEYS } from "../../lib/config/account-schema.ts";
import { parseAccounts } from "../../lib/config/accounts.ts";

const SOURCE = readFileSync("lib/config/account-entry.ts", "utf8");
/** A value as JSON, and the exchange it is said of. */
const VALUE = /("[^"]*"|\[[^\]]*\]|\b\d+\b)(?: on (\w+))?/g;
const KEYS = { API_KEY: "a-key-of-a-test", SECRET_KEY: "a-secret-of-a-test", PASSWORD: "a-password" };

interface Shown {
  readonly key: string;
  readonly value: string;
  readonly exchange: string;
}

const shown: readonly Shown[] = [...SOURCE.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\n {2}readonly (\w+)/g)].flatMap(
  ([, comment = "", key = ""]) =>
    [...comment.matchAll(/@(?:example|default) ([^@]*)/g)].flatMap(([, values = ""]) =>
      [...values.matchAll(VALUE)].map(([, value = "", exchange = "okx"]) => ({ key, value, exchange })),
    ),
);

test("the comments of most keys show a value, and all of keys there are", () => {
  const keys = new Set(shown.map(({ key }) => key));
  expect(keys.size).toBeGreaterThan(ACCOUNT_KEYS.length / 2);
  expect([...keys].filter((key) => !ACCOUNT_KEYS.includes(key))).toEqual([]);
  expect(SOURCE.match(/@example/g)?.length).toBe(SOURCE.match(/@example(?: ["[\d]|\n)/g)?.length);
});

test.each(shown)("$key takes $value on $exchange", ({ key, value, exchange }) => {
  const entry = { ACCOUNT_ID: "main", EXCHANGE: exchange, ...KEYS, [key]: JSON.parse(value) };
  expect(parseAccounts(JSON.stringify([entry]))).toMatchObject({ ok: true });
});
