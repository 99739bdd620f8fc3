// What changed the futures account, a row each, newest first. Fields, signs and paging: the example of
// https://www.bitget.com/api-doc/contract/account/Get-Account-Bill, recorded in JKorf/Bitget.Net,
// Bitget.Net.UnitTests/Endpoints/Futures/Account/GetLedger.txt, and ccxt's bitget.js (fetchLedger, fetchFundingHistory).
import type { SignedRoutes } from "../routes.ts";
import type { BitgetAccount } from "./bitget-account.ts";
import { productTypeOf, refuse } from "./bitget-refusals.ts";
import { SETTLES, settlesOf } from "./markets.ts";
import type { BitgetVenue } from "./venue.ts";

const USUAL = 20;
const MOST = 100;

export const BILL_ROUTES: SignedRoutes<BitgetVenue, BitgetAccount> = {
  "GET /api/v2/mix/account/bill": (venue, account, params) => {
    const productType = productTypeOf(params);
    const limit = Number(params.limit ?? USUAL);
    if (limit > MOST) throw refuse("40020", "Parameter limit error");
    const { startTime = "0", endTime = "9999999999999", idLessThan, businessType } = params;
    const rows = [...movedRows(account), ...tradedRows(venue, account)]
      .sort((a, b) => Number(a.cTime) - Number(b.cTime))
      .map((row, index) => ({ billId: `1${String(index).padStart(18, "0")}`, ...row }))
      .filter(({ coin }) => isIn(coin, productType))
      .filter((row) => businessType === undefined || row.businessType === businessType)
      .filter(({ cTime }) => Number(cTime) > Number(startTime) && Number(cTime) < Number(endTime))
      .filter(({ billId }) => idLessThan === undefined || BigInt(billId) < BigInt(idLessThan))
      .toReversed()
      .slice(0, limit);
    return { bills: rows, endId: rows.at(-1)?.billId ?? null };
  },
};

/** A coin that settles nothing is margin of any contracts. */
function isIn(coin: string, productType: string): boolean {
  return settlesOf(productType).includes(coin) || !SETTLES.includes(coin);
}

function movedRows({ movements }: BitgetAccount) {
  return movements.map(({ at, kind, settle, amount }) => ({
    symbol: kind === "funding" ? "ETHUSDT" : "",
    amount,
    fee: "0",
    feeByCoupon: "",
    businessType:
      kind === "funding" ? "contract_settle_fee" : amount.startsWith("-") ? "trans_to_exchange" : "trans_from_exchange",
    coin: settle,
    balance: "10000",
    cTime: String(at),
  }));
}

function tradedRows(venue: BitgetVenue, { allFills }: BitgetAccount) {
  return allFills.map(({ at, symbol, side, fee, realizedProfit }) => ({
    symbol,
    amount: realizedProfit,
    fee: `-${fee}`,
    feeByCoupon: "",
    businessType: side,
    coin: venue.market(symbol).instrument.settle,
    balance: "10000",
    cTime: String(at),
  }));
}
