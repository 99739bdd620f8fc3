// What can be wrong with a Bybit account before it trades, asked side by side.

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { BybitClient } from "../../ccxt.ts";
import {
  addressFinding,
  checkClock,
  checkFunds,
  expiryFinding,
  positionModeFinding,
  withdrawalFinding,
} from "../../common-checks.ts";
import { bodyOf, jsonOf, rowsOf } from "../../json-reply.ts";
import { currentCall } from "../../venue-call.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";
import { findBybitRegion } from "./regions.ts";

/** "API key is invalid": also of one of another host or environment, https://bybit-exchange.github.io/docs/v5/error */
const UNKNOWN_KEY = "10003";
/** The only contracts with a hedge mode. */
const HEDGEABLE_SETTLE = "USDT";
const MARGIN_MODES: Readonly<Record<string, string>> = {
  ISOLATED_MARGIN: "isolated",
  REGULAR_MARGIN: "cross",
  PORTFOLIO_MARGIN: "portfolio",
};

export function checkBybitAccount(
  client: BybitClient,
  fundsOf: VenueClient["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    // Of demo trading's keys nothing is told (10032: "Demo trading are not supported").
    () => (client.options.enableDemoTrading === true ? untoldDemoKey(client) : checkKey(client, asked)),
    () => checkMarginMode(client, asked),
    () => checkPositionMode(client, asked),
    () => checkFunds(() => client.privateGetV5AccountWalletBalance({ accountType: "UNIFIED" }), fundsOf, asked),
    () => checkClock(client, asked, "Bybit"),
  ];
}

/** https://bybit-exchange.github.io/docs/v5/user/apikey-info: any key may ask this about itself. */
async function checkKey(client: BybitClient, { now }: AccountQuestion): Promise<AccountFinding[]> {
  const key = await readKey(client);
  if (key === undefined) return [await findBybitRegion(client)];
  const { ContractTrade, Derivatives, Wallet } = jsonOf(key.permissions);
  // Flags, told as 0 or "0".
  const isReadOnly = Number(key.readOnly) !== 0;
  const isUnified = Number(key.uta) === 1;
  const mayTrade = !isReadOnly && (holds(ContractTrade, "Order") || holds(Derivatives, "DerivativesTrade"));
  const expiresAt = Date.parse(String(key.expiredAt));
  return [
    { level: "ok", message: "the keys are valid" },
    mayTrade
      ? { level: "ok", message: "the key may trade contracts" }
      : {
          level: "problem",
          message: isReadOnly ? "the key may only read" : "the key may not trade contracts",
          advice: "give the key read-write access with 'Contract: Orders and Positions' on Bybit",
        },
    ...(isUnified
      ? []
      : [
          {
            level: "problem" as const,
            message: "the account is a classic one",
            advice: "upgrade it to the unified trading account on Bybit: whook trades nothing else",
          },
        ]),
    withdrawalFinding(holds(Wallet, "Withdraw"), "take 'Withdrawal' from this key"),
    addressFinding(
      isBound(key.ips),
      "bind it to this machine's address; Bybit lets unbound keys expire after three months",
    ),
    // Keys that do not expire carry the year 1970.
    ...(expiresAt > 0 ? [expiryFinding(expiresAt, now())] : []),
  ];
}

/** Undefined: this host of the real venue does not know the key. */
async function readKey(client: BybitClient): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    return jsonOf(jsonOf(await client.privateGetV5UserQueryApi()).result);
  } catch (error) {
    const reply = currentCall()?.replies.at(-1);
    const isUnknown = reply !== undefined && String(bodyOf(reply).retCode) === UNKNOWN_KEY;
    if (isUnknown && !client.isSandboxModeEnabled) return undefined;
    throw error;
  }
}

async function untoldDemoKey(client: BybitClient): Promise<AccountFinding[]> {
  await client.privateGetV5AccountInfo();
  return [
    { level: "ok", message: "the keys are valid" },
    { level: "ok", message: "demo keys: they hold no real money" },
  ];
}

async function checkMarginMode(
  client: BybitClient,
  { marginMode: wanted }: AccountQuestion,
): Promise<AccountFinding[]> {
  const info = jsonOf(jsonOf(await client.privateGetV5AccountInfo()).result);
  const current = MARGIN_MODES[String(info.marginMode)] ?? "unknown";
  if (current === wanted) return [{ level: "ok", message: `${wanted} margin mode, one for the whole account` }];
  return [
    {
      level: "warning",
      message: `the margin mode is ${current} for the whole account; MARGIN_MODE is ${wanted}`,
      advice: "whook switches it when nothing is open; while positions are open it stays",
    },
  ];
}

/** A position mode is told with positions only. One market named gives its mode with nothing open, too. */
async function checkPositionMode(client: BybitClient, { settle }: AccountQuestion): Promise<AccountFinding[]> {
  if (settle !== HEDGEABLE_SETTLE) return [positionModeFinding(false, "Bybit")];
  const answers = await Promise.all([
    client.privateGetV5PositionList({ category: "linear", settleCoin: settle, limit: 200 }),
    client.privateGetV5PositionList({ category: "linear", symbol: "BTCUSDT" }),
  ]);
  const rows = answers.flatMap((answer) => rowsOf(jsonOf(jsonOf(answer).result).list));
  return [
    positionModeFinding(
      // Positions are numbered 0 in one-way mode.
      rows.some((row) => Number(row.positionIdx) !== 0),
      "Bybit",
    ),
  ];
}

function holds(permissions: unknown, name: string): boolean {
  return Array.isArray(permissions) && permissions.includes(name);
}

/** A key for any address lists "*". */
function isBound(ips: unknown): boolean {
  return Array.isArray(ips) && ips.length > 0 && !ips.includes("*");
}
