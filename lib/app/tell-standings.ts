import { accountDay } from "../core/guard/account-day.ts";
import { type GuardBook, tellSwitch } from "../core/guard/guard-book.ts";
import type { UnixMs } from "../core/ids.ts";
import type { Account } from "../ports/account-store.ts";
import type { GuardKeeper } from "./guard-keeper.ts";

/** A sentence of each account that its switch, or the loss of its day, holds back now: at the start, and beside what is open. */
export async function tellStandings(
  guards: GuardKeeper,
  accounts: readonly Account[],
  now: UnixMs,
): Promise<readonly string[]> {
  const told = await Promise.all(accounts.map(async (account) => [account, await guards.bookOf(account.id)] as const));
  return told.flatMap(([account, book]) => {
    const text = tellSwitch(book) ?? tellClosedDay(account, book, now);
    return text === undefined ? [] : [`account ${account.id} is ${text}`];
  });
}

function tellClosedDay({ guards }: Account, { day }: GuardBook, now: UnixMs): string | undefined {
  const most = guards?.limits.maxDailyLossUsd;
  if (guards === undefined || most === undefined || day?.lost === undefined) return undefined;
  if (day.date !== accountDay(now, guards.timezone)) return undefined;
  return `close-only until ${day.date} ends in ${guards.timezone}: ${day.lost} USD were lost, MAX_DAILY_LOSS_USD is ${most}`;
}
