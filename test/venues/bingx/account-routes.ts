// Balances, positions and settings: https://bingx-api.github.io/docs/#/en-us/swapV2/account-api.html and trade-api.html

import { settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { changeMarginMode, setLeverage, setPositionMode } from "../../../lib/adapters/paper/matching-engine.ts";
import { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import type { BingxAccount } from "./bingx-account.ts";
import { required } from "./bingx-refusals.ts";
import { assetBody, nameOf, positionBodies } from "./shapes.ts";
import type { BingxVenue } from "./venue.ts";

/** https://bingx-api.github.io/docs/#/en-us/swapV2/trade-api.html ("Change Margin Type"); older versions have it under 80001. */
const BUSY_ACCOUNT = new Refused(109400, "the account has positions or pending orders");
/** https://github.com/BingX-API/api-ai-skills/blob/main/skills/references/error-codes.md */
const BUSY_MODE = new Refused(104103, "Cannot switch position mode while positions or pending orders exist.");

export const ACCOUNT_ROUTES: SignedRoutes<BingxVenue, BingxAccount> = {
  "GET /swap/v2/user/positions": (venue, account, params) => {
    const context = venue.context(account);
    return [...account.states.values()]
      .flatMap((state) => positionBodies(state, context))
      .filter((body) => params.symbol === undefined || (body as { symbol: string }).symbol === params.symbol);
  },
  "GET /swap/v3/user/balance": (venue, account) => {
    const context = venue.context(account);
    return [...account.states.values()].map((state) => ({
      ...assetBody(state, context),
      asset: nameOf(account, state.settle),
    }));
  },
  "GET /swap/v2/trade/leverage": (venue, account, params) => {
    const { symbol, settle, maxLeverage } = venue.market(required(params, "symbol")).instrument;
    const { leverage } = settingsOf(account.state(settle), symbol);
    return {
      longLeverage: leverage,
      shortLeverage: leverage,
      maxLongLeverage: maxLeverage,
      maxShortLeverage: maxLeverage,
      availableLongVol: "0.0000",
      availableShortVol: "0.0000",
      availableLongVal: "0.0",
      availableShortVal: "0.0",
      maxPositionLongVal: "0.0",
      maxPositionShortVal: "0.0",
    };
  },
  "POST /swap/v2/trade/leverage": (venue, account, params) => {
    const { symbol, settle, maxLeverage = 1 } = venue.market(required(params, "symbol")).instrument;
    const side = required(params, "side");
    if (!account.isHedged && side !== "BOTH") {
      throw new Refused(109400, "In the One-way mode, the 'PositionSide' field can only be set to BOTH.");
    }
    if (account.isHedged && side === "BOTH") {
      throw new Refused(109400, "In the Hedge mode, the 'PositionSide' field can only be set to LONG or SHORT.");
    }
    const leverage = Number(required(params, "leverage"));
    if (!Number.isInteger(leverage) || leverage < 1) throw new Refused(109400, "Invalid parameters, err:leverage");
    if (leverage > maxLeverage) {
      throw new Refused(
        101414,
        `The maximum leverage for the trading pair is ${maxLeverage}, please reduce the leverage`,
      );
    }
    const changed = setLeverage(account.state(settle), symbol, leverage, venue.context(account, symbol));
    if (!changed.ok) throw new Refused(101204, "Insufficient margin");
    account.states.set(settle, changed.value);
    return { leverage, symbol, availableLongVol: "0.0000", availableShortVol: "0.0000" };
  },
  "GET /swap/v2/trade/marginType": (venue, account, params) => {
    const { symbol, settle } = venue.market(required(params, "symbol")).instrument;
    const { marginMode } = settingsOf(account.state(settle), symbol);
    return { marginType: marginMode === "isolated" ? "ISOLATED" : "CROSSED" };
  },
  "POST /swap/v2/trade/marginType": (venue, account, params) => {
    const { symbol, settle } = venue.market(required(params, "symbol")).instrument;
    const marginType = required(params, "marginType");
    if (marginType !== "ISOLATED" && marginType !== "CROSSED") {
      throw new Refused(109400, "Invalid parameters, err:marginType");
    }
    const marginMode = marginType === "ISOLATED" ? "isolated" : "cross";
    const changed = changeMarginMode(account.state(settle), symbol, marginMode);
    if (!changed.ok) throw BUSY_ACCOUNT;
    account.states.set(settle, changed.value);
    return {};
  },
  "GET /swap/v1/positionSide/dual": (_venue, account) => ({ dualSidePosition: String(account.isHedged) }),
  "POST /swap/v1/positionSide/dual": (_venue, account, params) => {
    const dualSidePosition = required(params, "dualSidePosition");
    const positionMode = dualSidePosition === "true" ? "hedge" : "one-way";
    if (account.hasPositions() || account.openOrders().length > 0) throw BUSY_MODE;
    for (const [settle, state] of account.states) {
      const changed = setPositionMode(state, positionMode);
      if (changed.ok) account.states.set(settle, changed.value);
    }
    return { dualSidePosition };
  },
  "GET /swap/v1/trade/assetMode": (_venue, account) => ({
    assetMode: account.setup.isMultiAssets === true ? "multiAssetsMode" : "singleAssetMode",
  }),
  // https://bingx-api.github.io/docs/#/en-us/common/sub-account ("Query user API Key permissions")
  "GET /v1/account/apiPermissions": (_venue, account) => ({
    apiKey: account.setup.apiKey,
    permissions: account.setup.permissions ?? [2, 3],
    ipAddresses: account.setup.ipAddresses ?? ["127.0.0.1"],
    note: "whook",
  }),
};
