// What `whook accounts check` asks alike on every venue: clock, money, position mode.

import { decimal, ZERO } from "../../core/decimal.ts";
import type { AccountFinding } from "../../ports/exchange.ts";
import type { CcxtClient } from "./ccxt.ts";
import type { AccountQuestion, VenueClient } from "./venue-module.ts";

/** Venues refuse requests from the future by more than this, and those older than their window of 5 s or more. */
const MOST_CLOCK_DIFFERENCE_MS = 1_000;

const WARN_BEFORE_EXPIRY_MS = 14 * 24 * 3_600_000;

/** @param venueName - as people write it, such as "Binance" */
export async function checkClock(
  client: CcxtClient,
  asked: AccountQuestion,
  venueName: string,
): Promise<AccountFinding[]> {
  const before = asked.now();
  const venueTime = await client.fetchTime();
  const after = asked.now();
  if (venueTime === undefined) throw new Error("the venue did not tell its time");
  // The venue read its clock somewhere between our two readings.
  const difference = venueTime < before ? venueTime - before : Math.max(0, venueTime - after);
  if (Math.abs(difference) < MOST_CLOCK_DIFFERENCE_MS)
    return [{ level: "ok", message: `the clock agrees with ${venueName}` }];
  return [
    {
      level: "warning",
      message: `this machine's clock is ${Math.abs(difference)} ms ${difference < 0 ? "ahead of" : "behind"} ${venueName}`,
      advice: "let the operating system set the time (NTP)",
    },
  ];
}

/** Reads the balance raw: ccxt's `fetchBalance` would load the markets first. */
export async function checkFunds(
  readRaw: () => Promise<unknown>,
  fundsOf: VenueClient["fundsOf"],
  { settle }: AccountQuestion,
): Promise<AccountFinding[]> {
  const { free } = fundsOf({ info: await readRaw() } as unknown as Parameters<VenueClient["fundsOf"]>[0], settle);
  if (decimal(free).gt(ZERO)) return [{ level: "ok", message: `${free} ${settle} free in the futures wallet` }];
  return [
    {
      level: "warning",
      message: `no free ${settle} in the futures wallet`,
      advice: `transfer ${settle} to the futures wallet`,
    },
  ];
}

export async function checkPositionMode(client: CcxtClient, venueName: string): Promise<AccountFinding[]> {
  const mode = await client.fetchPositionMode();
  return [positionModeFinding(mode.hedged === true, venueName)];
}

export function positionModeFinding(isHedged: boolean, venueName: string): AccountFinding {
  if (!isHedged) return { level: "ok", message: "one-way position mode" };
  return {
    level: "warning",
    message: "hedge mode is on: orders are denied while anything is open",
    advice: `close all positions; whook then switches to one-way mode itself, or do it in ${venueName}'s preferences`,
  };
}

/** Where all coins of the account are margin at once, none can be set aside for one position. */
export function assetModeFinding(
  isMultiAssets: boolean,
  { marginMode }: Pick<AccountQuestion, "marginMode">,
  venueName: string,
): AccountFinding {
  if (!isMultiAssets) return { level: "ok", message: `single-asset mode: ${marginMode} margin is possible` };
  const advice = `switch to single-asset mode in ${venueName}'s futures preferences, or set MARGIN_MODE to cross`;
  if (marginMode === "isolated") {
    return { level: "problem", message: "multi-assets mode is on: isolated margin is not possible", advice };
  }
  return { level: "warning", message: "multi-assets mode is on: other coins count as margin too", advice };
}

/** Of venues whose API tells nothing of a key. @param look - what a person should see to on the venue's own page. */
export function untoldKeyFinding(venueName: string, look: string): AccountFinding {
  return { level: "warning", message: `${venueName} does not tell what a key may do`, advice: look };
}

/** @param how - how the right is taken from the key, as an order to a person. */
export function withdrawalFinding(mayWithdraw: boolean, how: string): AccountFinding {
  if (!mayWithdraw) return { level: "ok", message: "the key may not withdraw" };
  return { level: "warning", message: "the key may withdraw money", advice: `${how}: whook never withdraws` };
}

/** @param advice - what to do about a key that works from anywhere. */
export function addressFinding(isBound: boolean, advice: string): AccountFinding {
  if (isBound) return { level: "ok", message: "the key works from listed IP addresses only" };
  return { level: "warning", message: "the key works from any IP address", advice };
}

/** Keys about to expire are said; `expiresAt` in Unix milliseconds. */
export function expiryFinding(expiresAt: number, now: number): AccountFinding {
  const day = new Date(expiresAt).toISOString().slice(0, 10);
  if (expiresAt - now > WARN_BEFORE_EXPIRY_MS) return { level: "ok", message: `the key works until ${day}` };
  return { level: "warning", message: `the key expires on ${day}`, advice: "make a new key in time" };
}
