// Portfolio margin, USDⓈ-M: https://developers.binance.com/docs/derivatives/portfolio-margin with account/Account-Information,
// account/Get-UM-Account-Detail, account/Query-UM-Position-Information, account/UM-Notional-and-Leverage-Brackets and trade; the fields of the
// account also in nautechsystems/nautilus_trader, crates/adapters/binance (BinancePapiAccountInfo).

import { equityOf, freeOf, positionMargin, settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import type { SignedRoutes } from "../routes.ts";
import { bracketBody, settingRoutes } from "./account-routes.ts";
import { type BinanceAccount, collateralOf } from "./binance-account.ts";
import { allowOnly } from "./binance-refusals.ts";
import { orderRoutes } from "./order-routes.ts";
import { positionBodies } from "./shapes.ts";
import type { BinanceVenue } from "./venue.ts";
import { marketsOf, statesOf } from "./venue.ts";

const UM = "/papi/v1/um";
/** Of settings there are two: the margin is cross. */
const { [`POST ${UM}/marginType`]: _none, ...SETTINGS } = settingRoutes("fapi", UM);

export const PORTFOLIO_ROUTES: SignedRoutes<BinanceVenue, BinanceAccount> = {
  ...orderRoutes("fapi", UM),
  ...SETTINGS,
  "GET /papi/v1/account": (venue, account, params) => {
    allowOnly(params, []);
    const context = venue.context(account);
    const others = collateralOf(account);
    const [state] = statesOf(account, "fapi");
    if (state === undefined) throw new Error("the account has no wallet");
    const equity = formatDecimal(equityOf(state, context).plus(others));
    const free = freeOf(state, context).plus(others);
    return {
      uniMMR: "5167.92171923",
      accountEquity: equity,
      actualEquity: equity,
      accountInitialMargin: formatDecimal(decimal(equity).minus(free)),
      accountMaintMargin: "0.00000000",
      accountStatus: "NORMAL",
      virtualMaxWithdrawAmount: formatDecimal(free),
      totalAvailableBalance: formatDecimal(free.lt(ZERO) ? ZERO : free),
      totalMarginOpenLoss: "0.00000000",
      updateTime: venue.now(),
    };
  },
  // The leverage of every symbol stands in its position, flat ones too.
  [`GET ${UM}/account`]: (venue, account, params) => {
    allowOnly(params, []);
    return {
      assets: [],
      positions: marketsOf(venue, {}, "fapi").map(({ instrument: { symbol, settle } }) => {
        const state = account.state(settle);
        const { leverage } = settingsOf(state, symbol);
        const held = state.positions[symbol];
        const market = { instrument: venue.market(symbol).instrument, book: venue.book(symbol) };
        return {
          symbol,
          initialMargin: held === undefined ? "0" : formatDecimal(positionMargin(state, symbol, market)),
          maintMargin: "0",
          unrealizedProfit: "0",
          leverage: String(leverage),
          entryPrice: "0",
          maxNotional: "250000",
          bidNotional: "0",
          askNotional: "0",
          positionSide: "BOTH",
          positionAmt: held?.contracts ?? "0",
          updateTime: 0,
        };
      }),
    };
  },
  [`GET ${UM}/positionRisk`]: (venue, account, params) => {
    allowOnly(params, ["symbol"]);
    // Version 2's fields without those of isolated margin.
    return statesOf(account, "fapi")
      .flatMap((state) => positionBodies(state, venue.context(account), 2))
      .map((body) => {
        const {
          marginType: _mode,
          isolatedMargin: _margin,
          isAutoAddMargin: _add,
          ...fields
        } = body as Record<string, unknown>;
        return fields;
      });
  },
  [`GET ${UM}/leverageBracket`]: (venue, _account, params) => {
    allowOnly(params, ["symbol"]);
    return marketsOf(venue, params, "fapi").map((market) =>
      bracketBody(market, ({ floor, cap }) => ({ notionalFloor: floor, notionalCap: cap })),
    );
  },
};
