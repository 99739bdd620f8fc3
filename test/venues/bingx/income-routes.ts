// What changed the perpetual account, a row each, oldest first. Fields: ccxt's bingx.js (parseIncome) and JKorf/BingX.Net,
// BingX.Net.UnitTests/Endpoints/PerpetualFutures/Account/GetIncomes.txt; types: Enums/IncomeType.cs there and BingX-API/api-ai-skills,
// skills/swap-account. Where nothing is listed `data` may be null, as clients met it; whether the times bound what they name is not
// said, so that they do not here. https://bingx-api.github.io/docs/#/en-us/swapV2/account-api.html
import { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import type { BingxAccount } from "./bingx-account.ts";
import { nameOf } from "./shapes.ts";
import type { BingxVenue } from "./venue.ts";

const MOST = 1_000;
const USUAL = 100;

export const INCOME_ROUTES: SignedRoutes<BingxVenue, BingxAccount> = {
  "GET /swap/v2/user/income": (_venue, account, params) => {
    const { incomeType, startTime = "0", endTime = "9999999999999", limit = String(USUAL) } = params;
    if (Number(limit) > MOST) throw new Refused(109400, "limit: This field must be less than or equal to 1000");
    const rows = [...movedRows(account), ...tradedRows(account)]
      .filter(({ time }) => time > Number(startTime) && time < Number(endTime))
      .filter((row) => incomeType === undefined || row.incomeType === incomeType)
      .sort((a, b) => a.time - b.time)
      .slice(0, Number(limit));
    return rows.length === 0 ? null : rows;
  },
};

function movedRows(account: BingxAccount) {
  return account.movements.map(({ at, kind, settle, amount }, index) => ({
    symbol: kind === "funding" ? "ETH-USDT" : "",
    incomeType: kind === "funding" ? "FUNDING_FEE" : "TRANSFER",
    income: amount,
    asset: nameOf(account, settle),
    info: kind === "funding" ? "Funding Fee" : "Transfer",
    time: at,
    tranId: `170***6*2_3*9_20***${index}`,
    tradeId: `170***6*2_3*9_20***${index}`,
  }));
}

function tradedRows(account: BingxAccount) {
  return account.allFills.map(({ at, fee, fillId, symbol }) => ({
    symbol,
    incomeType: "TRADING_FEE",
    income: `-${fee}`,
    asset: nameOf(account, "USDT"),
    info: "Position opening fee",
    time: at,
    tranId: fillId,
    tradeId: fillId,
  }));
}
