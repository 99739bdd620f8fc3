// Balances, positions and settings of USDⓈ-M: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api
// What is set by the same words in both APIs: settingRoutes. What COIN-M tells in words of its own: coin-m-routes.ts.

import { freeOf, settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { changeMarginMode, setLeverage, setPositionMode } from "../../../lib/adapters/paper/matching-engine.ts";
import type { EngineRefusal, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { decimal, formatDecimal, maxDecimal, ZERO } from "../../../lib/core/decimal.ts";
import type { Result } from "../../../lib/core/result.ts";
import type { SignedRoutes } from "../routes.ts";
import { type BinanceAccount, collateralOf } from "./binance-account.ts";
import { allowOnly, refuse, required } from "./binance-refusals.ts";
import { type Bracket, bracketsOf, type SimulatedMarket } from "./markets.ts";
import { assetBody, positionBodies } from "./shapes.ts";
import { type Api, type BinanceVenue, marketOf, marketsOf, statesOf } from "./venue.ts";

export const USD_M_ROUTES: SignedRoutes<BinanceVenue, BinanceAccount> = {
  "GET /fapi/v3/positionRisk": (venue, account, params) => positions(venue, account, { params, version: 3 }),
  "GET /fapi/v2/positionRisk": (venue, account, params) => positions(venue, account, { params, version: 2 }),
  "GET /fapi/v3/account": accountBody,
  "GET /fapi/v2/account": accountBody,
  "GET /fapi/v1/leverageBracket": (venue, _account, params) => {
    allowOnly(params, ["symbol"]);
    return marketsOf(venue, params, "fapi").map((market) =>
      bracketBody(market, ({ floor, cap }) => ({ notionalFloor: floor, notionalCap: cap })),
    );
  },
  "GET /fapi/v1/symbolConfig": (venue, account, params) => {
    allowOnly(params, ["symbol"]);
    return marketsOf(venue, params, "fapi").map(({ instrument }) => {
      const { leverage, marginMode } = settingsOf(account.state(instrument.settle), instrument.symbol);
      const marginType = marginMode === "isolated" ? "ISOLATED" : "CROSSED";
      return { symbol: instrument.symbol, marginType, isAutoAddMargin: "false", leverage, maxNotionalValue: "1000000" };
    });
  },
  "GET /fapi/v1/accountConfig": (_venue, account) => ({
    feeTier: 0,
    canTrade: account.setup.canTrade !== false,
    canDeposit: true,
    canWithdraw: true,
    dualSidePosition: account.isHedged,
    updateTime: 0,
    multiAssetsMargin: isMultiAssets(account),
    tradeGroupId: -1,
  }),
  "GET /fapi/v1/multiAssetsMargin": (_venue, account) => ({ multiAssetsMargin: isMultiAssets(account) }),
  // Of Binance's other host: https://developers.binance.com/docs/wallet/account/api-key-permission
  "GET /sapi/v1/account/apiRestrictions": (_venue, account) => ({
    ipRestrict: account.setup.permissions?.ipRestrict ?? true,
    createTime: 1_698_645_219_000,
    enableReading: true,
    enableWithdrawals: account.setup.permissions?.enableWithdrawals ?? false,
    enableInternalTransfer: false,
    enableMargin: false,
    enableFutures: account.setup.permissions?.enableFutures ?? true,
    enableSpotAndMarginTrading: false,
    enablePortfolioMarginTrading: account.setup.isPortfolio === true,
  }),
};

/** The position mode is one for both APIs: https://developers.binance.com/docs/derivatives/coin-margined-futures/Important-CM-UM-Integration-Notice */
export function settingRoutes(api: Api, path = `/${api}/v1`): SignedRoutes<BinanceVenue, BinanceAccount> {
  return {
    [`GET ${path}/positionSide/dual`]: (_venue, account) => ({ dualSidePosition: account.isHedged }),
    [`POST ${path}/positionSide/dual`]: (_venue, account, params) => {
      allowOnly(params, ["dualSidePosition"]);
      const positionMode = required(params, "dualSidePosition") === "true" ? "hedge" : "one-way";
      if (account.isHedged === (positionMode === "hedge")) {
        throw refuse(-4059, "No need to change position side.");
      }
      if (account.openOrders().length > 0) {
        throw refuse(-4067, "Position side cannot be changed if there exists open orders.");
      }
      const changed = [...account.states].map(
        ([settle, state]) => [settle, setPositionMode(state, positionMode)] as const,
      );
      for (const [settle, state] of changed) {
        if (!state.ok) throw refuse(-4068, "Position side cannot be changed if there exists position.");
        account.states.set(settle, state.value);
      }
      return { code: 200, msg: "success" };
    },
    [`POST ${path}/marginType`]: (venue, account, params) => {
      allowOnly(params, ["symbol", "marginType"]);
      const { symbol, settle } = marketOf(venue, params, api).instrument;
      const marginMode = required(params, "marginType") === "ISOLATED" ? "isolated" : "cross";
      if (api === "fapi" && isMultiAssets(account) && marginMode === "isolated") {
        throw refuse(-4168, "Unable to adjust to isolated-margin mode under the Multi-Assets mode.");
      }
      const state = account.state(settle);
      if (settingsOf(state, symbol).marginMode === marginMode) {
        throw refuse(-4046, "No need to change margin type.");
      }
      account.states.set(settle, taken(changeMarginMode(state, symbol, marginMode)));
      return { code: 200, msg: "success" };
    },
    [`POST ${path}/leverage`]: (venue, account, params) => {
      allowOnly(params, ["symbol", "leverage"]);
      const market = marketOf(venue, params, api);
      const { symbol, settle } = market.instrument;
      const leverage = Number(required(params, "leverage"));
      const state = account.state(settle);
      checkLeverage(state, market, { api, leverage });
      account.states.set(settle, taken(setLeverage(state, symbol, leverage, venue.context(account, symbol))));
      return { leverage, [api === "fapi" ? "maxNotionalValue" : "maxQty"]: "1000000", symbol };
    },
  };
}

function positions(
  venue: BinanceVenue,
  account: BinanceAccount,
  { params, version }: { readonly params: Readonly<Record<string, string>>; readonly version: 2 | 3 },
): unknown {
  allowOnly(params, ["symbol"]);
  const context = venue.context(account);
  return statesOf(account, "fapi")
    .flatMap((state) => positionBodies(state, context, version))
    .filter((body) => params.symbol === undefined || (body as { symbol: string }).symbol === params.symbol);
}

function accountBody(venue: BinanceVenue, account: BinanceAccount, params: Readonly<Record<string, string>>): unknown {
  allowOnly(params, []);
  const context = venue.context(account);
  const states = statesOf(account, "fapi");
  const assets = states.map((state) => assetBody(state, context));
  const [usdt] = assets;
  // In single-asset mode the totals are of USDT only: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Account-Information-V3
  const others = collateralOf(account);
  const free = states.slice(0, 1).reduce((sum, state) => sum.plus(freeOf(state, context)), decimal(others));
  const total = (value: unknown) => formatDecimal(decimal(String(value)).plus(others));
  return {
    canTrade: account.setup.canTrade !== false,
    totalWalletBalance: total(usdt?.walletBalance),
    totalMarginBalance: total(usdt?.marginBalance),
    availableBalance: formatDecimal(maxDecimal(ZERO, free)),
    assets,
    positions: [],
  };
}

/** @param bounds - what the edges of a step are called */
export function bracketBody(market: SimulatedMarket, bounds: (bracket: Bracket) => object): unknown {
  const brackets = bracketsOf(market).map((row, index) => ({
    bracket: index + 1,
    initialLeverage: row.initialLeverage,
    ...bounds(row),
    maintMarginRatio: 0.004 * (index + 1),
    cum: 0,
  }));
  return { symbol: market.instrument.symbol, notionalCoef: 1, brackets };
}

function checkLeverage(
  state: VenueState,
  { instrument }: SimulatedMarket,
  { api, leverage }: { readonly api: Api; readonly leverage: number },
): void {
  if (!Number.isInteger(leverage) || leverage < 1 || leverage > (instrument.maxLeverage ?? leverage)) {
    throw refuse(-4028, `Leverage ${leverage} is not valid`);
  }
  const now = settingsOf(state, instrument.symbol);
  const isOpen = state.positions[instrument.symbol] !== undefined;
  if (isOpen && now.marginMode === "isolated" && leverage < now.leverage) {
    const code = api === "fapi" ? -4161 : -4150;
    throw refuse(code, "Leverage reduction is not supported in Isolated Margin Mode with open positions.");
  }
}

function taken(changed: Result<VenueState, EngineRefusal>): VenueState {
  if (changed.ok) return changed.value;
  switch (changed.error.kind) {
    case "orders-open":
      throw refuse(-4047, "Margin type cannot be changed if there exists open orders.");
    case "position-open":
      throw refuse(-4048, "Margin type cannot be changed if there exists position.");
    default:
      throw refuse(-2028, "Leverage is smaller than permitted: insufficient margin balance.");
  }
}

function isMultiAssets({ setup }: BinanceAccount): boolean {
  return setup.isMultiAssets === true;
}
