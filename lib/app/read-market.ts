// What a plan is made from, read from the venue: one reading for the worker, `whook plan` and the library.
import { defined } from "../core/defined.ts";
import { denial, type OrderFailure } from "../core/failure.ts";
import { closestMarkets } from "../core/market/closest-markets.ts";
import type { Reading } from "../core/order/plan-from.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Exchange, SnapshotOptions } from "../ports/exchange.ts";
import { answerInTime } from "./answer-in-time.ts";

/** How new the reading has to be, and what it is for. */
export interface ReadMarketOptions extends SnapshotOptions {
  /** The market too is read from the venue, not from what is remembered of it. */
  readonly fresh?: true;
  /** @default as long as the venue's own calls take */
  readonly patience?: Patience;
}

/** How long a snapshot may take once the market is known: a market may be a download, which takes its own time. */
export interface Patience {
  readonly clock: Clock;
  readonly snapshotMs: number;
}

/** Reads the market of `symbol` and the account's state in it. @returns why not; of a market that is not there, with close matches. */
export async function readMarket(
  exchange: Exchange,
  account: Account,
  symbol: string,
  options: ReadMarketOptions = {},
): Promise<Result<Reading, OrderFailure>> {
  // Side by side: on a warm cache the market costs no round trip of its own.
  const market = exchange.findInstrument(symbol, options);
  const [instrument, snapshot] = await Promise.all([
    market,
    inTime(
      exchange.readSnapshot(symbol, defined({ toReduce: options.toReduce, unpriced: options.unpriced })),
      market,
      options.patience,
    ),
  ]);
  if (!instrument.ok) return instrument;
  if (instrument.value === undefined) return err(await noMarket(exchange, account, symbol));
  if (!snapshot.ok) return snapshot;
  const { traits } = exchange;
  return ok({ instrument: instrument.value, snapshot: snapshot.value, traits, wanted: wantedOf(account) });
}

type SnapshotRead = ReturnType<Exchange["readSnapshot"]>;

function inTime(snapshot: SnapshotRead, market: Promise<unknown>, patience?: Patience): SnapshotRead {
  if (patience === undefined) return snapshot;
  return answerInTime(snapshot, { clock: patience.clock, limitMs: patience.snapshotMs, after: market });
}

/** What the account's configuration wants of a plan. */
function wantedOf({ marginMode, maxLeverage, maxPositionUsd, maxOversize }: Account): Reading["wanted"] {
  return { marginMode, ...defined({ maxLeverage, maxPositionUsd, maxOversize }) };
}

async function noMarket(exchange: Exchange, account: Account, symbol: string): Promise<OrderFailure> {
  const near = await closeMatches(exchange, symbol);
  const hint = near.length === 0 ? "" : `; close matches: ${near.join(", ")}`;
  const message = `${account.exchange} has no perpetual market ${symbol}${hint}`;
  return denial("MARKET_NOT_FOUND", message);
}

/** Markets whose coin is like that of the one that is not there. */
async function closeMatches(exchange: Exchange, symbol: string): Promise<readonly string[]> {
  const markets = await exchange.listInstruments();
  if (!markets.ok) return [];
  return closestMarkets(
    symbol,
    markets.value.map((market) => market.symbol),
  );
}
