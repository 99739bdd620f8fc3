// What the webhook may know of an account: everything that reading an alert takes, and no key.
import type { Account } from "../ports/account-store.ts";
import { json } from "./json-readers.ts";

const limits = json.record(
  {},
  {
    maxDailyLossUsd: json.text,
    maxOpenPositions: json.integer,
    maxTotalUsd: json.text,
    maxOrdersPerMinute: json.integer,
    requireAt: json.flag,
  },
);

const publicAccount = json.record(
  {
    id: json.text,
    exchange: json.text,
    settle: json.text,
    marginMode: json.oneOf(["isolated", "cross"]),
    orderTimeoutMs: json.integer,
    alertTimeoutMs: json.integer,
    maxAlertAgeMs: json.integer,
  },
  {
    symbols: json.listOf(json.text),
    maxLeverage: json.integer,
    maxPositionUsd: json.text,
    maxOversize: json.text,
    guards: json.record({ limits, timezone: json.text }, {}),
    sharesKeyWith: json.listOf(json.text),
  },
);

/** The account as text without its endpoint, whose host may be private. */
export function encodePublicAccount(account: Account): string {
  return JSON.stringify(publicAccount(account));
}

/** Reads what `encodePublicAccount` wrote. @throws Error when the text is something else. */
export function decodePublicAccount(text: string): Account {
  return publicAccount(JSON.parse(text));
}
