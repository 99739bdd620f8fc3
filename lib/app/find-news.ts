// What no order tells of, since it is found by the clock: an alert that never came (docs/design.md#alerts-of-one-bar-in-the-wrong-order),
// and an account that its day's loss has closed (docs/design.md#guards). Whatever crashes between two writes, it is found again.
import { hasHole, isToldHole, isYoung } from "../core/chain/chain.ts";
import type { Group } from "../core/notify/news.ts";
import { tellLoss } from "../core/notify/tell-loss.ts";
import { tellLostAlert } from "../core/notify/tell-lost-alert.ts";
import type { Account } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { ChainKeeper } from "./chain-keeper.ts";
import type { GuardKeeper } from "./guard-keeper.ts";

/** What finding news needs of the world. */
export interface FindNewsDeps {
  readonly ledger: Pick<Ledger, "listTrades">;
  readonly chains: ChainKeeper;
  readonly guards: GuardKeeper;
  readonly clock: Clock;
}

/** Orders of a group that are looked through for one that waits or works: those are its newest. */
const NEWEST = 20;
const UNENDED: ReadonlySet<string> = new Set(["queued", "working"]);

/** Puts on record what the notifier is to tell. Throws what the store throws. */
export async function findNews(deps: FindNewsDeps, accounts: readonly Account[]): Promise<void> {
  const { holes, found } = await deps.chains.news.read();
  const keys = new Set(found.map(({ key }) => key));
  for (const group of holes) await lookAtHole(deps, group);
  for (const account of accounts) await lookAtLoss(deps, account, keys);
}

async function lookAtHole({ ledger, chains, clock }: FindNewsDeps, group: Group): Promise<void> {
  const { news } = chains;
  const chain = await chains.read(group);
  if (isYoung(chain, clock.now())) return;
  const { trades } = await ledger.listTrades({ ...group, limit: NEWEST });
  if (trades.some(({ status }) => UNENDED.has(status))) return;
  if (isToldHole(chain)) await news.tell(tellLostAlert(group, chain, clock.now()), clock.now());
  if (hasHole(chain)) await chains.leaveHole(group, chain);
  await news.clearHole(group);
  // An alert may have come meanwhile.
  if (hasHole(await chains.read(group))) await news.noteHole(group);
}

async function lookAtLoss(
  { guards, chains, clock }: FindNewsDeps,
  { id, guards: bounds }: Account,
  known: ReadonlySet<string>,
): Promise<void> {
  const maxDailyLossUsd = bounds?.limits.maxDailyLossUsd;
  if (bounds === undefined || maxDailyLossUsd === undefined) return;
  const { day } = await guards.bookOf(id);
  const told = tellLoss({ id, timezone: bounds.timezone, maxDailyLossUsd }, day, clock.now());
  if (told !== undefined && !known.has(told.key)) await chains.news.tell(told, clock.now());
}
