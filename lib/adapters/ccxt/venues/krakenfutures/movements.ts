// Kraken's log of an account: every change of a wallet or a position, newest first. Funding is realized at the end of its period, in
// a row of its own, and by each trade that changes a position, in that trade's row of the coin, whose balance changes by profit, fee
// and funding: `realized_funding` of either. A transfer is told by the balance before and after it. `asset` is the coin, or for a
// row of a position the contract. "flex" is the wallet of all collateral, a coin's own name the one that backs no position.
// https://docs.kraken.com/api-reference/account-history/get-account-log and, on the fields,
// https://docs.kraken.com/exchange/api-reference/futures-websocket/account_log, read alike by ccxt's krakenfutures.js (parseIncome,
// parseLedgerEntry, with rows of a live account) and thrasher-corp/gocryptotrader, exchanges/kraken/futures_types.go.
import { type Decimal, decimal, formatDecimal, ZERO } from "../../../../core/decimal.ts";
import { unixMs } from "../../../../core/ids.ts";
import type { AccountMovement, MovementSpan } from "../../../../core/trade/account-movement.ts";
import type { KrakenClient } from "../../ccxt.ts";
import { rowsOf } from "../../json-reply.ts";

type Row = Readonly<Record<string, unknown>>;

/** What is listed unless more is asked for, and no more is sure to be listed: more than 1,000 also cost more. */
const MOST_ROWS = 500;
const WALLET = "flex";
const COIN = "usd";
const FUNDING = "funding rate change";
const TRANSFERS: readonly unknown[] = ["transfer", "cross-exchange transfer", "subaccount transfer", "admin transfer"];

/** Funding and transfers of the wallet of all collateral, in dollars. @throws Error when they are not all told, or not in dollars. */
export async function readKrakenMovements(
  client: KrakenClient,
  { since, until }: MovementSpan,
): Promise<readonly AccountMovement[]> {
  // What `before` names is not listed.
  const { logs } = await client.historyGetAccountLog({ since, before: until + 1, count: MOST_ROWS });
  const rows = rowsOf(logs);
  if (rows.length >= MOST_ROWS) throw new Error("the venue's log of the account does not hold all of the time");
  return rows
    .filter(({ margin_account, asset, contract }) => margin_account === WALLET && asset !== contract)
    .flatMap((row) => movementOf(client, row));
}

function movementOf(client: KrakenClient, row: Row): AccountMovement | [] {
  const kind = TRANSFERS.includes(row.info) ? "transfer" : "funding";
  const amount = kind === "transfer" ? changeIn(row) : fundingIn(row);
  if (amount.eq(ZERO)) return [];
  // What other collateral was worth in dollars is not told.
  if (row.asset !== COIN) throw new Error(`the venue's log of the account tells ${kind} of other collateral`);
  // A time, no amount.
  return { at: unixMs(Number(client.parse8601(String(row.date)))), kind, amount: formatDecimal(amount) };
}

function changeIn({ old_balance, new_balance }: Row): Decimal {
  return decimal(String(new_balance)).minus(decimal(String(old_balance)));
}

/** Its own row always tells it, others where they changed a position that had any. */
function fundingIn({ info, realized_funding }: Row): Decimal {
  const isLeftOut = realized_funding === null || realized_funding === undefined;
  return isLeftOut && info !== FUNDING ? ZERO : decimal(String(realized_funding));
}
