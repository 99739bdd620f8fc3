// The bills of the last seven days, newest first. Fields: ccxt's okx.js (parseLedgerEntry) and thrasher-corp/gocryptotrader,
// exchanges/okx/okx_types.go. Funding of an isolated position is told by `posBalChg` alone: a user's reconciliation, whose client
// says that counting `balChg` only loses all of it.
// https://www.okx.com/docs-v5/en/#trading-account-rest-api-get-bills-details-last-7-days
import type { SignedRoutes } from "../routes.ts";
import type { OkxAccount } from "./okx-account.ts";
import type { OkxVenue } from "./venue.ts";

const MOST = 100;
const TYPES = { transfer: "1", funding: "8" } as const;

export const BILL_ROUTES: SignedRoutes<OkxVenue, OkxAccount> = {
  "GET /api/v5/account/bills": (_venue, account, params) => {
    const { ccy, type, begin = "0", end = "9999999999999", limit = String(MOST) } = params;
    const moved = account.movements.map(({ at, kind, settle, amount }, index) => {
      const isIsolated = kind === "funding" && index % 2 === 0;
      return {
        bal: "10000",
        balChg: isIsolated ? "0" : amount,
        billId: `62364${1_000 + index}`,
        ccy: settle,
        execType: "",
        fee: "0",
        from: kind === "transfer" ? "6" : "",
        instId: kind === "funding" ? "ETH-USDC-SWAP" : "",
        instType: kind === "funding" ? "SWAP" : "",
        mgnMode: isIsolated ? "isolated" : "",
        notes: "",
        ordId: "",
        pnl: kind === "funding" ? amount : "0",
        posBal: isIsolated ? "100" : "0",
        posBalChg: isIsolated ? amount : "0",
        subType: kind === "funding" ? (amount.startsWith("-") ? "173" : "174") : "11",
        sz: "0",
        to: kind === "transfer" ? "18" : "",
        ts: String(at),
        type: TYPES[kind],
      };
    });
    return moved
      .filter((row) => (ccy === undefined || row.ccy === ccy) && (type === undefined || row.type === type))
      .filter(({ ts }) => Number(ts) > Number(begin) && Number(ts) < Number(end))
      .sort((a, b) => Number(b.ts) - Number(a.ts))
      .slice(0, Math.min(Number(limit), MOST));
  },
};
