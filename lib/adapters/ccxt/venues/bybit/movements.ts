// Bybit's transaction log: everything that changed the unified account, newest first, page by page. Funding is a SETTLEMENT there, and
// `change` is what a row added to the coin. https://bybit-exchange.github.io/docs/v5/account/transaction-log, read alike by ccxt's
// bybit.js (parseLedgerEntry) and tiagosiebler/bybit-api (TransactionLogV5).
import { decimal, formatDecimal } from "../../../../core/decimal.ts";
import { defined } from "../../../../core/defined.ts";
import { unixMs } from "../../../../core/ids.ts";
import type { AccountMovement, MovementSpan } from "../../../../core/trade/account-movement.ts";
import type { BybitClient } from "../../ccxt.ts";
import { jsonOf, rowsOf } from "../../json-reply.ts";

const PAGE = 50;
/** A log that is longer is not read: it is a supplement. */
const MOST_PAGES = 6;
const KINDS: Readonly<Record<string, AccountMovement["kind"]>> = {
  SETTLEMENT: "funding",
  TRANSFER_IN: "transfer",
  TRANSFER_OUT: "transfer",
};

/** Funding and transfers of one coin. @throws Error when the log is too long to be read. */
export async function readBybitMovements(
  client: BybitClient,
  currency: string,
  { since, until }: MovementSpan,
): Promise<readonly AccountMovement[]> {
  const asked = { accountType: "UNIFIED", currency, startTime: since, endTime: until, limit: PAGE };
  const movements: AccountMovement[] = [];
  let cursor: unknown;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const result = jsonOf(
      jsonOf(await client.privateGetV5AccountTransactionLog({ ...asked, ...defined({ cursor }) })).result,
    );
    const rows = rowsOf(result.list);
    movements.push(...rows.flatMap(movementOf));
    cursor = result.nextPageCursor;
    if (rows.length < PAGE || typeof cursor !== "string" || cursor === "") return movements;
  }
  throw new Error("the venue's transaction log is too long to be read");
}

function movementOf({ type, change, transactionTime }: Readonly<Record<string, unknown>>): AccountMovement | [] {
  const kind = KINDS[String(type)];
  if (kind === undefined) return [];
  // A time, no amount.
  return { at: unixMs(Number(transactionTime)), kind, amount: formatDecimal(decimal(String(change))) };
}
