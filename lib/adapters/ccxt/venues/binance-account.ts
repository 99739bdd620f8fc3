// What can be wrong with a Binance account before it trades, asked side by side.
import type BinanceClient from "../../../../node_modules/ccxt/js/src/binance.js";
import { decimal, ZERO } from "../../../core/decimal.ts";
import type { AccountFinding } from "../../../ports/exchange.ts";
import { jsonOf } from "../json-reply.ts";
import type { AccountQuestion } from "../venue-module.ts";

/** Binance refuses requests from the future by more than this, and older than its window of 10 s. */
const MOST_CLOCK_DIFFERENCE_MS = 1_000;

export function checkBinanceAccount(
  client: BinanceClient,
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkTrading(client, asked),
    () => checkPermissions(client),
    () => checkPositionMode(client),
    () => checkBalance(client, asked),
    () => checkClock(client, asked),
  ];
}

/** The keys work, the account may trade, and its margin suits the mode the account wants. */
async function checkTrading(client: BinanceClient, { marginMode }: AccountQuestion): Promise<AccountFinding[]> {
  const config = jsonOf(await client.fapiPrivateGetAccountConfig());
  const findings: AccountFinding[] = [{ level: "ok", message: "the keys are valid" }];
  findings.push(
    config.canTrade === false
      ? {
          level: "problem",
          message: "the account may not trade futures",
          advice: "open a USDⓈ-M futures account on Binance, or lift its restriction",
        }
      : { level: "ok", message: "the account may trade futures" },
  );
  if (config.multiAssetsMargin === true) {
    const isBlocking = marginMode === "isolated";
    findings.push({
      level: isBlocking ? "problem" : "warning",
      message: isBlocking
        ? "multi-assets mode is on: isolated margin is not possible"
        : "multi-assets mode is on: other coins count as margin too",
      advice: "switch to single-asset mode in Binance's futures preferences, or set MARGIN_MODE to cross",
    });
  } else {
    findings.push({ level: "ok", message: `single-asset mode: ${marginMode} margin is possible` });
  }
  return findings;
}

async function checkPermissions(client: BinanceClient): Promise<AccountFinding[]> {
  if (client.options.enableDemoTrading === true)
    return [{ level: "ok", message: "demo keys: they hold no real money" }];
  const key = jsonOf(await client.sapiGetAccountApiRestrictions());
  const findings: AccountFinding[] = [];
  if (key.enableFutures === false) {
    findings.push({
      level: "problem",
      message: "the key may not trade futures",
      advice: "tick 'Enable Futures' for this key on Binance; a key made before the futures account cannot have it",
    });
  } else {
    findings.push({ level: "ok", message: "the key may trade futures" });
  }
  findings.push(
    key.enableWithdrawals === true
      ? {
          level: "warning",
          message: "the key may withdraw money",
          advice: "untick 'Enable Withdrawals' for this key: whook never withdraws",
        }
      : { level: "ok", message: "the key may not withdraw" },
  );
  findings.push(
    key.ipRestrict === true
      ? { level: "ok", message: "the key works from listed IP addresses only" }
      : {
          level: "warning",
          message: "the key works from any IP address",
          advice: "restrict it to this machine's address; Binance also lets unrestricted keys expire",
        },
  );
  return findings;
}

async function checkPositionMode(client: BinanceClient): Promise<AccountFinding[]> {
  const mode = await client.fetchPositionMode();
  if (mode.hedged !== true) return [{ level: "ok", message: "one-way position mode" }];
  return [
    {
      level: "warning",
      message: "hedge mode is on: orders are denied while anything is open",
      advice: "close all positions; whook then switches to one-way mode itself, or do it in Binance's preferences",
    },
  ];
}

async function checkBalance(client: BinanceClient, { settle }: AccountQuestion): Promise<AccountFinding[]> {
  const { assets } = jsonOf(await client.fapiPrivateV3GetAccount());
  const rows = Array.isArray(assets) ? assets.map(jsonOf) : [];
  const asset = rows.find((row) => row.asset === settle);
  const free = String(asset?.availableBalance ?? "0");
  if (decimal(free).gt(ZERO)) return [{ level: "ok", message: `${free} ${settle} free in the futures wallet` }];
  return [
    {
      level: "warning",
      message: `no free ${settle} in the futures wallet`,
      advice: `transfer ${settle} from the spot to the USDⓈ-M futures wallet`,
    },
  ];
}

async function checkClock(client: BinanceClient, asked: AccountQuestion): Promise<AccountFinding[]> {
  const before = asked.now();
  const venueTime = await client.fetchTime();
  const after = asked.now();
  if (venueTime === undefined) throw new Error("the venue did not tell its time");
  // The venue read its clock somewhere between our two readings.
  const difference = venueTime < before ? venueTime - before : Math.max(0, venueTime - after);
  if (Math.abs(difference) < MOST_CLOCK_DIFFERENCE_MS)
    return [{ level: "ok", message: "the clock agrees with Binance" }];
  return [
    {
      level: "warning",
      message: `this machine's clock is ${Math.abs(difference)} ms ${difference < 0 ? "ahead of" : "behind"} Binance`,
      advice: "let the operating system set the time (NTP)",
    },
  ];
}
