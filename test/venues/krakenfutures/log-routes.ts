// What changed a wallet or a position, a row each, newest first.
// Fields: https://docs.kraken.com/api-reference/account-history/get-account-log and the rows of a live account in ccxt's
// krakenfutures.js (fetchLedger, fetchFundingHistory); of a transfer, and the name of a wallet that backs no position,
// btschwertfeger/python-kraken-sdk, kraken/futures/user.py (get_account_log).
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import type { SignedRoutes } from "../routes.ts";
import type { SimulatedMovement } from "../simulated-account.ts";
import type { KrakenAccount } from "./kraken-account.ts";
import { logRows, timeOf, venueId } from "./shapes.ts";
import type { KrakenVenue } from "./venue.ts";

const USUAL = 500;
/** What backs positions: ccxt's krakenfutures.js (settlementCurrencies of flex). */
const COLLATERAL: readonly string[] = ["USDT", "BTC", "USD", "GBP", "EUR", "USDC"];
const BALANCE = "10000";

export const LOG_ROUTES: SignedRoutes<KrakenVenue, KrakenAccount> = {
  "GET /api/history/v3/account-log": (venue, account, params) => {
    const { since = "0", before = "Infinity", info, count = String(USUAL) } = params;
    const logs = [...tradedRows(venue, account), ...account.movements.map(movedRow)]
      .filter(({ date }) => Date.parse(date) >= Number(since) && Date.parse(date) < Number(before))
      .filter((row) => row.info === (info ?? row.info))
      .sort((a, b) => Date.parse(b.date) - Date.parse(a.date))
      .slice(0, Number(count));
    return { accountUid: "406142dd-7c5c-4a8b-acbc-5f16eca30009", logs };
  },
};

function tradedRows(venue: KrakenVenue, { fills, setup }: KrakenAccount) {
  return fills
    .toReversed()
    .flatMap((fill) => logRows(fill, assetOf(venue.market(fill.symbol).instrument.settle), setup));
}

function movedRow({ at, kind, settle, amount }: SimulatedMovement, index: number) {
  const isFunding = kind === "funding";
  return {
    asset: assetOf(settle),
    contract: isFunding ? "pf_ethusd" : null,
    booking_uid: venueId("fill", `moved ${index}`),
    collateral: null,
    date: timeOf(at),
    execution: null,
    fee: isFunding ? 0 : null,
    funding_rate: isFunding ? 9.288451412e-7 : null,
    id: 1_000_000 + index,
    info: isFunding ? "funding rate change" : "cross-exchange transfer",
    margin_account: COLLATERAL.includes(settle) ? "flex" : settle,
    mark_price: null,
    new_average_entry_price: null,
    new_balance: Number(formatDecimal(decimal(BALANCE).plus(amount))),
    old_average_entry_price: null,
    old_balance: Number(BALANCE),
    realized_funding: isFunding ? Number(amount) : null,
    realized_pnl: null,
    trade_price: null,
    conversion_spread_percentage: null,
    liquidation_fee: null,
    position_uid: null,
  };
}

function assetOf(settle: string): string {
  return settle === "BTC" ? "xbt" : settle.toLowerCase();
}
