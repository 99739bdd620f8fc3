// What is told because of the time, not of a record: that no alert came, and how the day was.
import { unixMs } from "../core/ids.ts";
import { type DigestDay, digestDay, digestKey } from "../core/notify/digest-day.ts";
import type { Notification } from "../core/notify/notification.ts";
import { type AccountDigest, type AccountHoldings, isOfDay, tellDigest } from "../core/notify/tell-digest.ts";
import { tellSilence } from "../core/notify/tell-silence.ts";
import { type Told, wasTold } from "../core/notify/told.ts";
import { faultOf } from "../core/reason-of.ts";
import type { Trade } from "../core/trade/trade.ts";
import type { Account } from "../ports/account-store.ts";
import type { NotifierDeps, OpenedChannel } from "./notifier-deps.ts";
import { readTrades } from "./read-trades.ts";

const HOUR_MS = 3_600_000;
/** A digest goes without what the exchanges hold when that takes longer. */
const HOLDINGS_MS = 8_000;
/** Older orders that may have filled on the day are looked for so far back, and so many at most. */
const OLDER_MS = 7 * 24 * HOUR_MS;
const MAX_OLDER = 1_000;

/** What a channel is told by the clock. Methods throw what the ledger throws. */
export class ClockNews {
  readonly #deps: Omit<NotifierDeps, "channels">;

  constructor(deps: Omit<NotifierDeps, "channels">) {
    this.#deps = deps;
  }

  /** For how long nothing came, where that is too long. */
  async silences({ silenceHours, subscription }: OpenedChannel, told: Told): Promise<readonly Notification[]> {
    if (silenceHours === undefined) return [];
    const now = this.#deps.clock.now();
    const since = unixMs(Math.round(now - silenceHours * HOUR_MS));
    if (told.startedAt > since) return [];
    const silences = (subscription.accounts ?? [undefined]).map(async (account) => {
      const filter = { since, limit: 1, ...(account === undefined ? {} : { account }) };
      const { orders } = await this.#deps.ledger.listOrders(filter);
      return orders.length > 0 ? [] : [tellSilence({ account, hours: silenceHours, now })];
    });
    return (await Promise.all(silences)).flat();
  }

  /** The channel's digest, when it is due and was not told. */
  async digest({ name, digest, subscription }: OpenedChannel, told: Told): Promise<readonly Notification[]> {
    const now = this.#deps.clock.now();
    const day = digest === undefined ? undefined : digestDay(digest, now);
    if (digest === undefined || day === undefined || day.until < told.startedAt) return [];
    if (wasTold(told, name, digestKey(day))) return [];
    const all = await this.#deps.accounts.listAccounts();
    const accounts = all.filter(({ id }) => subscription.accounts?.includes(id.toLowerCase()) ?? true);
    const [holdings, ...trades] = await Promise.all([
      this.#holdingsOf(accounts),
      ...accounts.map(({ id }) => this.#tradesOf(id, day)),
    ]);
    const digests = accounts.map(({ id, settle }, index): AccountDigest => {
      return { id, settle, trades: trades[index] ?? [], holdings: holdings[id] ?? {} };
    });
    return [tellDigest(digests, { day, time: digest, now: this.#deps.clock.now() })];
  }

  /** Nothing of those that do not answer in time. */
  async #holdingsOf(accounts: readonly Account[]): Promise<Readonly<Record<string, AccountHoldings>>> {
    const { clock, telemetry, readHoldings } = this.#deps;
    const over = new AbortController();
    const read = readHoldings(accounts).catch((error: unknown) => {
      telemetry.log("warn", "accounts could not be read for a digest", { reason: faultOf(error) });
      return {};
    });
    const first = await Promise.race([read, clock.sleep(HOLDINGS_MS, over.signal).then(() => ({}))]);
    over.abort();
    return first;
  }

  /** Received on the day, or filled on it. */
  async #tradesOf(account: string, day: DigestDay): Promise<readonly Trade[]> {
    const trades: Trade[] = [];
    let older = 0;
    const filter = { account, since: unixMs(day.since - OLDER_MS), until: day.until };
    for await (const trade of readTrades(this.#deps.ledger, filter)) {
      if (Date.parse(trade.receivedAt) < day.since && ++older > MAX_OLDER) break;
      if (isOfDay(trade.receivedAt, day) || isOfDay(trade.filledAt, day)) trades.push(trade);
    }
    return trades;
  }
}
