// Balance, positions and settings of the USDⓈ-M API: https://phemex-docs.github.io/#query-account-positions. The sign of a leverage is the
// margin mode; the position mode is a setting of each symbol.
import { middleOf, settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { changeMarginMode, setLeverage } from "../../../lib/adapters/paper/matching-engine.ts";
import type { EngineRefusal, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import type { Result } from "../../../lib/core/result.ts";
import { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";
import type { SimulatedMarket } from "./markets.ts";
import { required, success } from "./phemex-answers.ts";
import { isHedged, switchMode } from "./position-modes.ts";
import { accountBody } from "./shapes.ts";
import { marketOf, type PhemexVenue } from "./venue.ts";

export const ACCOUNT_ROUTES: SignedRoutes<PhemexVenue, SimulatedAccount<AccountSetup>> = {
  "GET /g-accounts/accountPositions": (venue, account, params) => {
    const currency = required(params, "currency");
    const markets = [...venue.markets.values()].filter(
      ({ instrument, underlying }) => underlying === undefined && instrument.settle === currency,
    );
    if (markets.length === 0) throw new Refused("11028", "TE_CURRENCY_INVALID");
    const state = account.state(currency);
    const middle = (symbol: string) => middleOf(venue.book(symbol));
    return success(
      accountBody(state, markets, {
        context: venue.context(account),
        middle,
        isHedged: (market) => isHedged(account, market),
      }),
    );
  },
  "PUT /g-positions/leverage": (venue, account, params) => {
    const market = marketOf(venue, params, "perpetual");
    if (isHedged(account, market)) throw new Refused("20004", "TE_ERR_INCONSISTENT_POS_MODE");
    setSignedLeverage(venue, account, { market, signed: Number(required(params, "leverageRr")) });
    return success("OK");
  },
  "PUT /g-positions/switch-pos-mode-sync": (venue, account, params) => {
    switchMode(account, marketOf(venue, params, "perpetual"), required(params, "targetPosMode") === "Hedged");
    return success("");
  },
};

/** Above zero is isolated margin, below it cross; zero is cross with the most there is. */
export function setSignedLeverage(
  venue: PhemexVenue,
  account: SimulatedAccount<AccountSetup>,
  { market, signed }: { readonly market: SimulatedMarket; readonly signed: number },
): void {
  const { symbol, settle, maxLeverage = 1 } = market.instrument;
  const leverage = Math.abs(signed) || maxLeverage;
  if (!(leverage >= 1 && leverage <= maxLeverage)) throw new Refused("11004", "TE_INVALID_LEVERAGE");
  const marginMode = signed > 0 ? "isolated" : "cross";
  const state = account.state(settle);
  const inMode =
    settingsOf(state, symbol).marginMode === marginMode ? state : taken(changeMarginMode(state, symbol, marginMode));
  account.states.set(settle, taken(setLeverage(inMode, symbol, leverage, venue.context(account, symbol))));
}

/** For a mode that cannot change while something is open, Phemex documents no code. */
function taken(changed: Result<VenueState, EngineRefusal>): VenueState {
  if (changed.ok) return changed.value;
  if (changed.error.kind === "insufficient-margin") {
    throw new Refused("11005", "TE_NO_ENOUGH_BALANCE_FOR_NEW_LEVERAGE");
  }
  throw new Refused("30000", `Please double check input arguments: ${changed.error.kind}`);
}
