// What changed the futures wallets, a row each, oldest first. Fields: ccxt's binance.js (parseIncome) and hummingbot/hummingbot,
// binance_perpetual_derivative.py; what fills add as well, the documentation's list of incomeType.
// https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Income-History
import type { SignedRoutes } from "../routes.ts";
import type { BinanceAccount } from "./binance-account.ts";
import { allowOnly } from "./binance-refusals.ts";
import type { Api, BinanceVenue } from "./venue.ts";

const MOST = 1_000;
const USUAL = 100;

export function incomeRoutes(api: Api): SignedRoutes<BinanceVenue, BinanceAccount> {
  return {
    [`GET /${api}/v1/income`]: (_venue, account, params) => {
      allowOnly(params, ["symbol", "incomeType", "startTime", "endTime", "page", "limit"]);
      const { startTime = "0", endTime = "9999999999999", limit = String(USUAL) } = params;
      const moved = account.movements.map(({ at, kind, settle, amount }, index) => ({
        symbol: kind === "funding" ? "ETHUSDT" : "",
        incomeType: kind === "funding" ? "FUNDING_FEE" : "TRANSFER",
        income: amount,
        asset: settle,
        time: at,
        info: "",
        tranId: 9_689_322_392 + index,
        tradeId: "",
      }));
      const traded = account.allFills.map(({ at, fee }, index) => ({
        symbol: "ETHUSDT",
        incomeType: "COMMISSION",
        income: `-${fee}`,
        asset: "USDT",
        time: at,
        info: "COMMISSION",
        tranId: 9_700_000_000 + index,
        tradeId: String(index + 1),
      }));
      return [...moved, ...traded]
        .filter(({ time }) => time >= Number(startTime) && time <= Number(endTime))
        .sort((a, b) => a.time - b.time)
        .slice(0, Math.min(Number(limit), MOST));
    },
  };
}
