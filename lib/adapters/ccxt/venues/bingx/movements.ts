// BingX's fund flow: one list of everything that changed the perpetual account, a row each, what came in positive. It goes back
// three months; without times it is of seven days. https://bingx-api.github.io/docs/#/en-us/swapV2/account-api.html ("Get Account
// Profit and Loss Fund Flow"), read alike by ccxt's bingx.js (parseIncome) and JKorf/BingX.Net, Enums/IncomeType.cs and
// Objects/Models/BingXIncome.cs. Not asked by type: two more requests, and a client was answered with rows of other types.
import { decimal, formatDecimal } from "../../../../core/decimal.ts";
import { unixMs } from "../../../../core/ids.ts";
import type { AccountMovement, MovementSpan } from "../../../../core/trade/account-movement.ts";
import type { BingxClient } from "../../ccxt.ts";
import { rowsOf } from "../../json-reply.ts";

/** All that one request lists. */
const MOST_ROWS = 1_000;
const KINDS: Readonly<Record<string, AccountMovement["kind"]>> = {
  FUNDING_FEE: "funding",
  TRANSFER: "transfer",
};

/** Funding and transfers. @param coins - the names of the account's coin. @throws Error when the list does not hold the whole stretch. */
export async function readBingxMovements(
  client: BingxClient,
  coins: readonly string[],
  { since, until }: MovementSpan,
): Promise<readonly AccountMovement[]> {
  // Whether `endTime` is in what it bounds is not said: one millisecond more.
  const asked = { startTime: since, endTime: until + 1, limit: MOST_ROWS };
  const rows = rowsOf((await client.swapV2PrivateGetUserIncome(asked)).data);
  if (rows.length >= MOST_ROWS) throw new Error("the venue's fund flow does not hold all of the time");
  return rows.flatMap(({ asset, incomeType, income, time }) => {
    const kind = KINDS[String(incomeType)];
    if (kind === undefined || !coins.includes(String(asset))) return [];
    // A time, no amount.
    return { at: unixMs(Number(time)), kind, amount: formatDecimal(decimal(String(income))) };
  });
}
