// Balances, positions and settings: https://www.bitget.com/api-doc/contract/account and .../contract/position
import { settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { changeMarginMode, setLeverage, setPositionMode } from "../../../lib/adapters/paper/matching-engine.ts";
import type { SignedRoutes } from "../routes.ts";
import { type BitgetAccount, enterMarginMode, leveragesOf } from "./bitget-account.ts";
import { marginMarketOf, productTypeOf, refuse, required } from "./bitget-refusals.ts";
import { settlesOf } from "./markets.ts";
import { positionBodies, symbolAccountBody, walletBody } from "./shapes.ts";
import type { BitgetVenue } from "./venue.ts";

export const ACCOUNT_ROUTES: SignedRoutes<BitgetVenue, BitgetAccount> = {
  "GET /api/v2/mix/account/accounts": (venue, account, params) =>
    settlesOf(productTypeOf(params)).map((settle) => walletBody(venue, account, account.state(settle))),
  "GET /api/v2/mix/account/account": (venue, account, params) =>
    symbolAccountBody(venue, account, marginMarketOf(venue, params).instrument.symbol),
  "GET /api/v2/mix/position/all-position": (venue, account, params) =>
    settlesOf(productTypeOf(params))
      .filter((settle) => settle === required(params, "marginCoin"))
      .flatMap((settle) => positionBodies(venue, account, account.state(settle))),
  "POST /api/v2/mix/account/set-leverage": (venue, account, params) => {
    const market = marginMarketOf(venue, params);
    const { symbol, settle, maxLeverage = 0 } = market.instrument;
    const leverage = Number(required(params, "leverage"));
    if (!Number.isInteger(leverage) || leverage < 1) throw refuse("40020", "Parameter leverage error");
    if (leverage > maxLeverage) throw refuse("40797", "Exceeded the maximum settable leverage");
    const set = setLeverage(account.state(settle), symbol, leverage, venue.context(account, symbol));
    if (!set.ok) {
      throw refuse("40893", "Unable to update the leverage factor of this position, there is not enough margin!");
    }
    account.states.set(settle, set.value);
    const { isolated, cross } = leveragesOf(account, settle, symbol);
    return {
      symbol,
      marginCoin: settle,
      longLeverage: String(isolated),
      shortLeverage: String(isolated),
      crossMarginLeverage: String(cross),
      marginMode: settingsOf(set.value, symbol).marginMode === "isolated" ? "isolated" : "crossed",
    };
  },
  // The mode it has already is no refusal.
  "POST /api/v2/mix/account/set-margin-mode": (venue, account, params) => {
    const { symbol, settle } = marginMarketOf(venue, params).instrument;
    const asked = required(params, "marginMode");
    if (asked !== "isolated" && asked !== "crossed") throw refuse("40020", "Parameter marginMode error");
    const marginMode = asked === "isolated" ? "isolated" : "cross";
    const state = account.state(settle);
    if (!changeMarginMode(state, symbol, marginMode).ok) {
      throw refuse("45117", "Currently holding positions or orders, the margin mode cannot be adjusted");
    }
    if (settingsOf(state, symbol).marginMode !== marginMode) enterMarginMode(account, { settle, symbol, marginMode });
    return { symbol, marginCoin: settle, marginMode: asked };
  },
  "POST /api/v2/mix/account/set-position-mode": (_venue, account, params) => {
    const posMode = required(params, "posMode");
    const set = settlesOf(productTypeOf(params)).map((settle) =>
      setPositionMode(account.state(settle), posMode === "hedge_mode" ? "hedge" : "one-way"),
    );
    for (const each of set) {
      if (!each.ok) throw refuse("40920", "Position or order exists, the position mode cannot be switched");
      account.states.set(each.value.settle, each.value);
    }
    return { posMode };
  },
  // https://www.bitget.com/api-doc/spot/account/Get-Account-Info
  "GET /api/v2/spot/account/info": (_venue, { setup }) => ({
    userId: "1000001",
    inviterId: "",
    ips: setup.ips ?? "127.0.0.1",
    authorities: setup.authorities ?? ["trade", "readonly"],
    parentId: 1,
    traderType: "not_trader",
    channelCode: "",
    channel: "",
    regisTime: "1246566789345",
  }),
};
