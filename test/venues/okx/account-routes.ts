// Balances, positions and settings: https://www.okx.com/docs-v5/en/#trading-account-rest-api

import { settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { setLeverage, setPositionMode } from "../../../lib/adapters/paper/matching-engine.ts";
import type { MarginMode } from "../../../lib/core/market/modes.ts";
import { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import { keepLeverage, leverageOf, type OkxAccount } from "./okx-account.ts";
import { required } from "./okx-refusals.ts";
import { coinRows, positionRows } from "./shapes.ts";
import type { OkxVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;

export const ACCOUNT_ROUTES: SignedRoutes<OkxVenue, OkxAccount> = {
  "GET /api/v5/account/balance": (venue, account) => {
    const context = venue.context(account);
    const isSpotMode = account.setup.accountMode === "1";
    const details = [...account.states.values()].flatMap((state) => coinRows(state, context, isSpotMode));
    return [{ adjEq: "", details, imr: "", isoEq: "0", totalEq: "10000", uTime: String(context.now) }];
  },
  "GET /api/v5/account/positions": (venue, account, params) => {
    const context = venue.context(account);
    const rows = [...account.states.values()].flatMap((state) => positionRows(state, context));
    return rows.filter((row) => params.instId === undefined || (row as Params).instId === params.instId);
  },
  "GET /api/v5/account/config": (_venue, account) => [
    {
      acctLv: account.setup.accountMode ?? "2",
      acctStpMode: "cancel_maker",
      autoLoan: false,
      ctIsoMode: "automatic",
      enableSpotBorrow: false,
      feeType: "0",
      greeksType: "PA",
      ip: account.setup.ip ?? "203.0.113.5",
      kycLv: "3",
      label: "whook",
      level: "Lv1",
      mainUid: "44705892343619584",
      mgnIsoMode: "automatic",
      opAuth: "1",
      perm: account.setup.permissions ?? "read_only,trade",
      posMode: account.isHedged ? "long_short_mode" : "net_mode",
      roleType: "0",
      settleCcy: "USDC",
      type: "0",
      uid: "44705892343619584",
    },
  ],
  "GET /api/v5/account/leverage-info": (venue, account, params) => {
    const { venueSymbol } = venue.market(required(params, "instId")).instrument;
    const mgnMode = modeOf(params);
    const lever = String(leverageOf(account, venueSymbol, mgnMode));
    const sides = account.isHedged ? ["long", "short"] : ["net"];
    return sides.map((posSide) => ({ ccy: "", instId: venueSymbol, mgnMode, posSide, lever }));
  },
  "POST /api/v5/account/set-leverage": (venue, account, params) => {
    const set = {
      instId: required(params, "instId"),
      mode: modeOf(params),
      leverage: Number(required(params, "lever")),
    };
    changeLeverage(venue, account, set);
    return [{ lever: String(set.leverage), mgnMode: set.mode, instId: set.instId, posSide: params.posSide ?? "" }];
  },
  "POST /api/v5/account/set-position-mode": (_venue, account, params) => {
    const posMode = required(params, "posMode");
    const wanted = posMode === "long_short_mode" ? "hedge" : "one-way";
    if (account.isHedged !== (wanted === "hedge") && account.openOrders().length > 0) throw mustClose();
    const changed = [...account.states].map(([settle, state]) => [settle, setPositionMode(state, wanted)] as const);
    for (const [settle, state] of changed) {
      if (!state.ok) throw mustClose();
      account.states.set(settle, state.value);
    }
    return [{ posMode }];
  },
};

function mustClose(): Refused {
  return new Refused("59000", "Settings failed. Close any open positions or orders before modifying settings.");
}

function modeOf({ mgnMode }: Params): MarginMode {
  if (mgnMode !== "isolated" && mgnMode !== "cross") throw new Refused("51000", "Parameter mgnMode error", 400);
  return mgnMode;
}

function changeLeverage(
  venue: OkxVenue,
  account: OkxAccount,
  set: { readonly instId: string; readonly mode: MarginMode; readonly leverage: number },
): void {
  const { instId, mode, leverage } = set;
  const { settle, maxLeverage = leverage } = venue.market(instId).instrument;
  if (!(leverage >= 1)) throw new Refused("59105", "Leverage can't be less than 1.", 400);
  if (leverage > maxLeverage) {
    throw new Refused("59102", "Leverage exceeds the maximum limit. Please lower the leverage.");
  }
  const state = account.state(settle);
  const isUsed = settingsOf(state, instId).marginMode === mode;
  if (isUsed && account.openOrders(instId).length > 0) {
    const code = mode === "isolated" ? "59101" : "59107";
    const which = mode === "isolated" ? "isolated" : "cross";
    throw new Refused(
      code,
      `Leverage can't be modified. Please cancel all pending ${which} margin orders before adjusting the leverage.`,
    );
  }
  if (isUsed && state.positions[instId] !== undefined) {
    const changed = setLeverage(state, instId, leverage, venue.context(account, instId));
    if (!changed.ok) {
      throw new Refused(
        "59103",
        "Account margin is insufficient and leverage is too low. Please increase the leverage.",
      );
    }
    account.states.set(settle, changed.value);
  }
  keepLeverage(account, set);
}
