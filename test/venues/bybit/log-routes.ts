// What changed the unified account, a row each, newest first. Fields: ccxt's bybit.js (parseLedgerEntry) and
// tiagosiebler/bybit-api, src/types/response/v5-account.ts (TransactionLogV5).
// https://bybit-exchange.github.io/docs/v5/account/transaction-log
import type { SignedRoutes } from "../routes.ts";
import type { BybitAccount } from "./bybit-account.ts";
import { badParameter, pageOf, required } from "./bybit-refusals.ts";
import type { BybitVenue } from "./venue.ts";

const PAGE = { usual: 20, most: 50 };
const LONGEST_MS = 7 * 24 * 60 * 60 * 1_000;

export const LOG_ROUTES: SignedRoutes<BybitVenue, BybitAccount> = {
  "GET /v5/account/transaction-log": (_venue, account, params) => {
    if (required(params, "accountType") !== "UNIFIED") throw badParameter("accountType only support UNIFIED.");
    const [from, to] = [Number(required(params, "startTime")), Number(required(params, "endTime"))];
    if (to - from > LONGEST_MS) throw badParameter("the time range is larger than 7 days");
    const rows = [...movedRows(account), ...tradedRows(account)]
      .filter(({ transactionTime }) => Number(transactionTime) >= from && Number(transactionTime) <= to)
      .filter(({ currency }) => params.currency === undefined || currency === params.currency)
      .sort((a, b) => Number(b.transactionTime) - Number(a.transactionTime));
    return pageOf(rows, params, PAGE);
  },
};

const NO_TRADE = { orderId: "", orderLinkId: "", tradeId: "", bonusChange: "", feeRate: "", tradePrice: "", fee: "" };

function movedRows({ movements }: BybitAccount) {
  return movements.map(({ at, kind, settle, amount }) => ({
    ...NO_TRADE,
    symbol: kind === "funding" ? "ETHUSDT" : "",
    category: kind === "funding" ? "linear" : "",
    side: "None",
    transactionTime: String(at),
    type: kind === "funding" ? "SETTLEMENT" : amount.startsWith("-") ? "TRANSFER_OUT" : "TRANSFER_IN",
    qty: "0",
    size: "0",
    currency: settle,
    funding: kind === "funding" ? amount : "",
    cashFlow: kind === "funding" ? "0" : amount,
    change: amount,
    cashBalance: "10000",
    transSubType: "",
  }));
}

function tradedRows({ allFills }: BybitAccount) {
  return allFills.map(({ at, fee, fillId, symbol, contracts, price }) => ({
    ...NO_TRADE,
    symbol,
    category: "linear",
    side: "Buy",
    transactionTime: String(at),
    type: "TRADE",
    qty: contracts,
    size: contracts,
    currency: "USDT",
    funding: "",
    fee,
    tradePrice: price,
    tradeId: fillId,
    cashFlow: "0",
    change: `-${fee}`,
    cashBalance: "10000",
    transSubType: "",
  }));
}
