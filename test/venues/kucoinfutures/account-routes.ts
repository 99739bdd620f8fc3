// Balances, positions and settings: https://www.kucoin.com/docs-new/rest/futures-trading/positions/introduction. Those of
// api.kucoin.com (keys, account mode) are here too: a simulator has one origin.
import { changeMarginMode, setPositionMode } from "../../../lib/adapters/paper/matching-engine.ts";
import { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import type { KucoinAccount } from "./kucoin-account.ts";
import { required } from "./kucoin-refusals.ts";
import { overviewBody, positionBodies } from "./shapes.ts";
import type { KucoinVenue } from "./venue.ts";

export const ACCOUNT_ROUTES: SignedRoutes<KucoinVenue, KucoinAccount> = {
  "GET /api/v1/account-overview": (venue, account, { currency = "XBT" }) => {
    const state = account.states.get(currency);
    if (state === undefined) throw new Refused("400100", "currency: unknown");
    return overviewBody(state, venue.context(account));
  },
  "GET /api/v1/positions": (venue, account) => {
    const context = venue.context(account);
    return [...account.states.values()].flatMap((state) => positionBodies(state, context));
  },
  "GET /api/v2/position/getMarginMode": (venue, account, params) => {
    const symbol = required(params, "symbol");
    return { symbol, marginMode: venue.marginMode(account, symbol).toUpperCase() };
  },
  "POST /api/v2/position/changeMarginMode": (venue, account, params) => {
    const { symbol, settle } = venue.market(required(params, "symbol")).instrument;
    const mode = required(params, "marginMode");
    if (mode !== "ISOLATED" && mode !== "CROSS") throw new Refused("400100", "marginMode: unknown");
    const changed = changeMarginMode(account.state(settle), symbol, mode === "CROSS" ? "cross" : "isolated");
    // Documented is the rule (no position, no active order), not its code.
    if (!changed.ok) throw new Refused("300000", `The margin mode cannot be switched: ${changed.error.kind}.`);
    account.states.set(settle, changed.value);
    return { symbol, marginMode: mode };
  },
  "GET /api/v2/getCrossUserLeverage": (venue, account, params) => {
    const { symbol } = venue.market(required(params, "symbol")).instrument;
    return { symbol, leverage: String(venue.crossLeverage(account, symbol)) };
  },
  "POST /api/v2/changeCrossUserLeverage": (venue, account, params) => {
    const { symbol, maxLeverage = 1 } = venue.market(required(params, "symbol")).instrument;
    const leverage = Number(required(params, "leverage"));
    if (venue.marginMode(account, symbol) === "isolated") {
      throw new Refused(
        "330006",
        "Current mode is set to isolated margin. Please switch to cross margin before making further adjustments.",
      );
    }
    if (!(leverage >= 1)) throw new Refused("100001", "Leverage parameter invalid.");
    if (leverage > maxLeverage) throw new Refused("300016", `The leverage cannot be greater than ${maxLeverage}.`);
    const set = venue.setCrossLeverage(account, symbol, leverage);
    if (!set.ok) throw new Refused("300003", "Balance insufficient.");
    return true;
  },
  "GET /api/v2/position/getPositionMode": (_venue, account) => ({ positionMode: account.isHedged ? 1 : 0 }),
  "POST /api/v2/position/switchPositionMode": (_venue, account, params) => {
    const positionMode = required(params, "positionMode") === "1" ? "hedge" : "one-way";
    for (const [settle, state] of [...account.states]) {
      const changed = setPositionMode(state, positionMode);
      // Documented is the rule, not its code.
      if (!changed.ok) throw new Refused("300000", `The position mode cannot be switched: ${changed.error.kind}.`);
      account.states.set(settle, changed.value);
    }
    return { positionMode: positionMode === "hedge" ? 1 : 0 };
  },
  "GET /api/v1/user/api-key": (_venue, { setup }) => ({
    remark: "simulated",
    apiKey: setup.apiKey,
    apiVersion: 3,
    permission: setup.permission ?? "General,Futures",
    ipWhitelist: setup.ipWhitelist ?? "127.0.0.1",
    createdAt: 1_729_159_785_000,
    uid: 165_111_215,
    isMaster: true,
  }),
  "GET /api/ua/v1/account/mode": (_venue, { setup }) => ({
    selfAccountMode: setup.isUnified === true ? "UNIFIED" : "CLASSIC",
  }),
};
