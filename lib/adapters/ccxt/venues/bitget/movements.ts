// The bills of a classic futures account: everything that changed it, newest first, page by page, trades among them. `amount` is what
// a row added to its coin, without the fee of a trade; a page's `endId` asks for the next one.
// https://www.bitget.com/api-doc/contract/account/Get-Account-Bill, its example recorded in JKorf/Bitget.Net,
// Bitget.Net.UnitTests/Endpoints/Futures/Account/GetLedger.txt; read alike by ccxt's bitget.js (parseLedgerEntry, parseFundingHistory).
import { decimal, formatDecimal } from "../../../../core/decimal.ts";
import { defined } from "../../../../core/defined.ts";
import { unixMs } from "../../../../core/ids.ts";
import type { AccountMovement, MovementSpan } from "../../../../core/trade/account-movement.ts";
import { jsonOf, rowsOf } from "../../json-reply.ts";
import type { BitgetAccount } from "./account.ts";

const PAGE = 100;
/** A list that is longer is not read: it is a supplement. */
const MOST_PAGES = 6;
/** The first one is of both margin modes; the others are its older names: "deprecated, please don't use in query". */
const FUNDING: readonly string[] = ["contract_settle_fee", "contract_main_settle_fee", "contract_margin_settle_fee"];
/** From and to the spot wallet (`exchange`), other futures, margin, OTC and bots: each of these wallets has a name of its own. */
const TRANSFER = /^trans_(from|to)_/;

/** Funding and transfers of one coin. @throws Error when the list is too long to be read. */
export async function readBitgetMovements(
  { client, productType, settle }: BitgetAccount,
  { since, until }: MovementSpan,
): Promise<readonly AccountMovement[]> {
  // Nothing says whether the ends are part of the time asked for: one millisecond more on each side.
  const asked = { productType, startTime: since - 1, endTime: until + 1, limit: PAGE };
  const movements: AccountMovement[] = [];
  let idLessThan: unknown;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer = await client.privateMixGetV2MixAccountBill({ ...asked, ...defined({ idLessThan }) });
    const { bills, endId } = jsonOf(jsonOf(answer).data);
    const rows = rowsOf(bills);
    // Several coins share a type of contracts, and asking for one is heard for some kinds of rows only.
    movements.push(...rows.filter(({ coin }) => coin === settle).flatMap(movementOf));
    if (rows.length < PAGE) return movements;
    if (typeof endId !== "string" || endId === "") break;
    idLessThan = endId;
  }
  throw new Error("the venue's list of bills does not hold all of the time");
}

function movementOf({ businessType, amount, cTime }: Readonly<Record<string, unknown>>): AccountMovement | [] {
  const kind = kindOf(String(businessType));
  if (kind === undefined) return [];
  // A time, no amount.
  return { at: unixMs(Number(cTime)), kind, amount: formatDecimal(decimal(String(amount))) };
}

function kindOf(businessType: string): AccountMovement["kind"] | undefined {
  if (FUNDING.includes(businessType)) return "funding";
  return TRANSFER.test(businessType) ? "transfer" : undefined;
}
