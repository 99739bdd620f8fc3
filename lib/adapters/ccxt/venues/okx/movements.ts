// OKX's bills of the last seven days, newest first, one type at a time: 1 transfers, 8 funding. `balChg` is what changed of the
// account's balance; funding of an isolated position changes that position's margin instead, `posBalChg`, and leaves `balChg` zero.
// https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-bills-details-last-7-days, read alike by ccxt's okx.js
// (parseLedgerEntry) and thrasher-corp/gocryptotrader, exchanges/okx/okx_types.go.
import { type Decimal, findDecimal, formatDecimal, ZERO } from "../../../../core/decimal.ts";
import { unixMs } from "../../../../core/ids.ts";
import type { AccountMovement, MovementSpan } from "../../../../core/trade/account-movement.ts";
import type { OkxClient } from "../../ccxt.ts";
import { rowsOf } from "../../json-reply.ts";

const PAGE = 100;
const TYPES = [
  ["1", "transfer"],
  ["8", "funding"],
] as const;

/** Funding and transfers of one coin. @throws Error when a page does not hold the whole stretch. */
export async function readOkxMovements(
  client: OkxClient,
  ccy: string,
  { since, until }: MovementSpan,
): Promise<readonly AccountMovement[]> {
  // `begin` and `end` are left out of what they bound in some descriptions: one millisecond more on each side.
  const asked = { ccy, begin: String(since - 1), end: String(until + 1), limit: String(PAGE) };
  const read = TYPES.map(async ([type, kind]) => {
    const rows = rowsOf((await client.privateGetAccountBills({ ...asked, type })).data);
    if (rows.length >= PAGE) throw new Error("the venue's list of bills does not hold all of the time");
    return rows.map(({ ts, balChg, posBalChg }): AccountMovement => {
      // A time, no amount.
      return { at: unixMs(Number(ts)), kind, amount: formatDecimal(partOf(balChg).plus(partOf(posBalChg))) };
    });
  });
  return (await Promise.all(read)).flat();
}

/** What does not apply is an empty text. */
function partOf(value: unknown): Decimal {
  return findDecimal(typeof value === "string" ? value : undefined) ?? ZERO;
}
