// Accounts of the European Economic Area trade no swaps but X-Perps: futures to a date years away that pay funding, perpetual in
// all but name (`ruleType: xperp`, ids like BTC-USD_UM_XPERP-310404). They are read as the perpetuals of the account's settle
// coin, which OKX calls "USD" whatever coin the account settles in. Seen in https://github.com/freqtrade/freqtrade/pull/13334,
// https://github.com/JKorf/OKX.Net/issues/95 and https://github.com/ccxt/ccxt/issues/29349.
import OkxClient from "../../../../../node_modules/ccxt/js/src/okx.js";
import type { Dict, Market } from "../../ccxt.ts";

/** ccxt's client with X-Perps as perpetuals, and no dated future beside them. */
export class XPerpsClient extends OkxClient {
  /** What the account settles in. */
  settle = "USDC";

  override parseMarket(raw: Dict): Market {
    const market = super.parseMarket(raw);
    if (market === undefined || raw.ruleType !== "xperp") return market;
    const { settle } = this;
    return {
      ...market,
      symbol: `${market.base}/${settle}:${settle}`,
      quote: settle,
      settle,
      type: "swap",
      swap: true,
      future: false,
      linear: true,
      inverse: false,
      expiry: undefined,
      expiryDatetime: undefined,
    };
  }
}
