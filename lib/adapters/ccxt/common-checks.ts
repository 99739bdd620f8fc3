// What `whook accounts check` asks alike on every venue: clock, money, position mode.
import { decimal, ZERO } from "../../core/decimal.ts";
import type { AccountFinding } from "../../ports/exchange.ts";
import type { AccountQuestion, CcxtClient, Venue } from "./venue-module.ts";

/** Venues refuse requests from the future by more than this, and those older than their window of 5 s or more. */
const MOST_CLOCK_DIFFERENCE_MS = 1_000;

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
  fundsOf: Venue["fundsOf"],
  { settle }: AccountQuestion,
): Promise<AccountFinding[]> {
  const { free } = fundsOf({ info: await readRaw() } as unknown as Parameters<Venue["fundsOf"]>[0], settle);
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
  if (mode.hedged !== true) return [{ level: "ok", message: "one-way position mode" }];
  return [
    {
      level: "warning",
      message: "hedge mode is on: orders are denied while anything is open",
      advice: `close all positions; whook then switches to one-way mode itself, or do it in ${venueName}'s preferences`,
    },
  ];
}
