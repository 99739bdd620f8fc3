// Balances, positions and settings: https://bybit-exchange.github.io/docs/v5/account and .../docs/v5/position
import { setLeverage, setPositionMode } from "../../../lib/adapters/paper/matching-engine.ts";
import { Refused } from "../refused.ts";
import type { Params, SignedRoutes } from "../routes.ts";
import { type BybitAccount, marginModeOf, setMarginMode } from "./bybit-account.ts";
import { badParameter, categoryOf, pageOf, required } from "./bybit-refusals.ts";
import { marketOf } from "./market-routes.ts";
import { positionBodies, walletBody } from "./shapes.ts";
import type { BybitVenue } from "./venue.ts";

const MODES = { isolated: "ISOLATED_MARGIN", cross: "REGULAR_MARGIN" } as const;
const POSITION_PAGE = { usual: 20, most: 200 };

export const ACCOUNT_ROUTES: SignedRoutes<BybitVenue, BybitAccount> = {
  "GET /v5/account/wallet-balance": (venue, account, params) => {
    if (required(params, "accountType") !== "UNIFIED") throw badParameter("accountType only support UNIFIED.");
    return walletBody(venue, account);
  },
  "GET /v5/account/info": (_venue, account) => ({
    marginMode: MODES[marginModeOf(account)],
    updatedTime: "1697078946000",
    unifiedMarginStatus: 6,
    dcpStatus: "OFF",
    timeWindow: 10,
    smpGroup: 0,
    isMasterTrader: false,
    spotHedgingStatus: "OFF",
  }),
  "POST /v5/account/set-margin-mode": (_venue, account, params) => {
    const wanted = required(params, "setMarginMode");
    const marginMode = wanted === MODES.isolated ? "isolated" : "cross";
    if (!Object.values<string>(MODES).includes(wanted)) throw badParameter("setMarginMode invalid");
    if (marginMode === marginModeOf(account)) {
      throw new Refused("110026", "Cross/isolated margin mode has not been modified.");
    }
    // Simplified: Bybit also lets an account with positions switch when its margin suffices.
    if (account.hasPositions() || account.openOrders().length > 0) {
      throw new Refused("3400045", "Set margin mode failed");
    }
    setMarginMode(account, marginMode);
    return { reasons: [] };
  },
  "GET /v5/position/list": (venue, account, params) => {
    const category = categoryOf(params);
    if (params.symbol !== undefined) {
      const list = positionBodies(venue, account, marketOf(venue, params).instrument.symbol);
      return { category, list, nextPageCursor: "" };
    }
    if (category === "linear" && params.settleCoin === undefined) {
      throw badParameter("symbol or settleCoin is required");
    }
    const open = [...account.states.values()]
      .filter(({ settle }) => params.settleCoin === undefined || settle === params.settleCoin)
      .flatMap((state) => Object.keys(state.positions))
      .filter((symbol) => venue.market(symbol).category === category);
    const page = pageOf(open, params, POSITION_PAGE);
    return { category, ...page, list: page.list.flatMap((symbol) => positionBodies(venue, account, symbol)) };
  },
  "POST /v5/position/set-leverage": (venue, account, params) => {
    const market = marketOf(venue, params);
    const { symbol, settle } = market.instrument;
    const leverage = leverageOf(params);
    const state = account.state(settle);
    if (leverage === (state.settings[symbol] ?? state.defaults).leverage) {
      throw new Refused("110043", "Set leverage has not been modified.");
    }
    const most = market.instrument.maxLeverage ?? leverage;
    if (leverage > most) {
      throw new Refused("110013", `cannot set leverage [${leverage}] gt maxLeverage [${most}] by risk limit`);
    }
    const set = setLeverage(state, symbol, leverage, venue.context(account, symbol));
    if (!set.ok) throw new Refused("110007", "ab not enough for new leverage");
    account.states.set(settle, set.value);
    return {};
  },
  "POST /v5/position/switch-mode": (venue, account, params) => {
    const settle = params.coin ?? marketOf(venue, params).instrument.settle;
    const positionMode = required(params, "mode") === "3" ? "hedge" : "one-way";
    // Simplified: a mode is one for all symbols of a coin here, Bybit also keeps one per symbol.
    const state = account.state(settle);
    if (state.positionMode === positionMode) throw new Refused("110025", "Position mode has not been modified.");
    if (settle !== "USDT") throw new Refused("110029", "Hedge mode is not supported for this symbol.");
    const set = setPositionMode(state, positionMode);
    if (set.ok) account.states.set(settle, set.value);
    else if (set.error.kind === "orders-open") {
      throw new Refused("110028", "You have existing open orders, so the position mode cannot be switched.");
    } else throw new Refused("110024", "You have an existing position, so the position mode cannot be switched.");
    return {};
  },
  // https://bybit-exchange.github.io/docs/v5/user/apikey-info
  "GET /v5/user/query-api": (_venue, { setup }) => {
    const {
      isReadOnly = false,
      mayTrade = true,
      mayWithdraw = false,
      ips = ["127.0.0.1"],
      expiredAt,
    } = setup.key ?? {};
    return {
      id: "2208369",
      note: "simulated",
      apiKey: setup.apiKey,
      readOnly: isReadOnly ? 1 : 0,
      secret: "",
      permissions: {
        ContractTrade: mayTrade ? ["Order", "Position"] : [],
        Spot: ["SpotTrade"],
        Wallet: ["AccountTransfer", ...(mayWithdraw ? ["Withdraw"] : [])],
        Options: [],
        Derivatives: mayTrade ? ["DerivativesTrade"] : [],
        Exchange: ["ExchangeHistory"],
      },
      ips,
      type: 1,
      deadlineDay: expiredAt === undefined ? -2 : 30,
      expiredAt: expiredAt ?? "1970-01-01T00:00:00Z",
      createdAt: "2025-10-13T03:20:45Z",
      uta: setup.isClassic === true ? 0 : 1,
      isMaster: true,
    };
  },
};

/** One-way mode has one leverage, sent twice. */
function leverageOf(params: Params): number {
  const leverage = Number(required(params, "buyLeverage"));
  if (required(params, "sellLeverage") !== params.buyLeverage)
    throw badParameter("buy leverage not equal sell leverage");
  if (!(leverage >= 1)) throw badParameter("leverage invalid");
  return leverage;
}
