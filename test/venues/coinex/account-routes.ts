// Balances, positions and settings: https://docs.coinex.com/api/v2/assets/balance and .../futures/position. There is no
// endpoint that tells the leverage and margin mode of a market without a position.

import { settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { setLeverage } from "../../../lib/adapters/paper/matching-engine.ts";
import type { VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import type { CoinexAccount } from "./coinex-account.ts";
import { allowOnly, required, requireFutures } from "./coinex-refusals.ts";
import { leveragesOf } from "./markets.ts";
import { page } from "./order-routes.ts";
import { balanceBody, positionBodies } from "./shapes.ts";
import type { CoinexVenue } from "./venue.ts";

export const ACCOUNT_ROUTES: SignedRoutes<CoinexVenue, CoinexAccount> = {
  "GET /assets/futures/balance": (venue, account) => {
    const context = venue.context(account);
    return [...account.states.values()].map((state) => balanceBody(state, context));
  },
  // https://docs.coinex.com/api/v2/account/settings/http/accquire-futures-market-settings, as CoinEx.Net reads it
  "GET /account/futures-market-settings": (_venue, account) => ({
    position_mode: account.isHedged ? "hedge" : "one_way",
  }),
  "GET /futures/pending-position": (venue, account, params) => {
    requireFutures(params);
    const bodies = positionBodies(account, venue.context(account)) as readonly { readonly market: string }[];
    return page(
      bodies.filter(({ market }) => params.market === undefined || market === params.market),
      params,
    );
  },
  // Both at once, also of an open position.
  "POST /futures/adjust-position-leverage": (venue, account, params) => {
    allowOnly(params, ["market", "market_type", "margin_mode", "leverage"]);
    requireFutures(params);
    const market = venue.market(required(params, "market"));
    const { symbol, settle } = market.instrument;
    const marginMode = required(params, "margin_mode");
    const leverage = Number(required(params, "leverage"));
    if (marginMode !== "isolated" && marginMode !== "cross") throw new Refused(3639, "Invalid Parameter: margin_mode");
    if (!leveragesOf(market).includes(leverage)) throw new Refused(3113, "invalid leverage value");
    const state = account.state(settle);
    const now = settingsOf(state, symbol);
    if (now.marginMode !== marginMode && account.openOrders(symbol).length > 0) throw new Refused(3122, "order exist");
    const settings: VenueState["settings"] = { ...state.settings, [symbol]: { ...now, marginMode } };
    const moded: VenueState = { ...state, settings };
    const changed = setLeverage(moded, symbol, leverage, venue.context(account, symbol));
    if (!changed.ok) throw new Refused(3123, "margin less init margin");
    account.states.set(settle, changed.value);
    return { margin_mode: marginMode, leverage };
  },
};
