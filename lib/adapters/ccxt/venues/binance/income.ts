// Binance's income: one list of everything that changed a futures wallet, one row a change, oldest first, weighing 20 to 30.
// https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Income-History, read alike by ccxt's
// binance.js (parseLedgerEntry) and hummingbot/hummingbot, binance_perpetual_derivative.py.
import { decimal, formatDecimal } from "../../../../core/decimal.ts";
import { unixMs } from "../../../../core/ids.ts";
import type { AccountMovement, MovementSpan } from "../../../../core/trade/account-movement.ts";
import { rowsOf } from "../../json-reply.ts";

/** All that one request lists. */
const MOST_ROWS = 1_000;
const KINDS: Readonly<Record<string, AccountMovement["kind"]>> = {
  FUNDING_FEE: "funding",
  TRANSFER: "transfer",
  INTERNAL_TRANSFER: "transfer",
  CROSS_COLLATERAL_TRANSFER: "transfer",
  STRATEGY_UMFUTURES_TRANSFER: "transfer",
  COIN_SWAP_DEPOSIT: "transfer",
  COIN_SWAP_WITHDRAW: "transfer",
};

/** Funding and transfers of one coin. @param ask - the list, as Binance gives it. @throws Error when it does not hold the whole stretch. */
export async function movementsInIncome(
  ask: (asked: Readonly<Record<string, number>>) => Promise<unknown>,
  settle: string,
  { since, until }: MovementSpan,
): Promise<readonly AccountMovement[]> {
  const rows = rowsOf(await ask({ startTime: since, endTime: until, limit: MOST_ROWS }));
  if (rows.length >= MOST_ROWS) throw new Error("the venue's list of income does not hold all of the time");
  return rows.flatMap(({ asset, incomeType, income, time }) => {
    const kind = KINDS[String(incomeType)];
    if (kind === undefined || asset !== settle) return [];
    // A time, no amount.
    return { at: unixMs(Number(time)), kind, amount: formatDecimal(decimal(String(income))) };
  });
}
