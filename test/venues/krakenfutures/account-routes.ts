// Balances, positions, settings and the key: https://docs.kraken.com/api-reference/account-information, /multi-collateral
// and /api-keys
import { freeOf, settingsOf } from "../../../lib/adapters/paper/margin.ts";
import type { PaperSettings } from "../../../lib/adapters/paper/venue-state.ts";
import { ZERO } from "../../../lib/core/decimal.ts";
import type { SignedRoutes } from "../routes.ts";
import type { KrakenAccount } from "./kraken-account.ts";
import { KrakenSettingError, required } from "./kraken-error.ts";
import { flexBody, marginAccountBody, positionRows, success } from "./shapes.ts";
import type { KrakenVenue } from "./venue.ts";

export const ACCOUNT_ROUTES: SignedRoutes<KrakenVenue, KrakenAccount> = {
  "GET /derivatives/api/v3/accounts": (venue, account) => {
    const context = venue.context(account);
    const accounts = {
      cash: { balances: { usd: 0 }, type: "cashAccount" },
      fi_xbtusd: marginAccountBody(account.state("BTC"), context, "xbt"),
      fi_ethusd: marginAccountBody(account.state("ETH"), context, "eth"),
      ...(account.setup.hasFlexWallet === false ? {} : { flex: flexBody(account.state("USD"), context) }),
    };
    return success(venue.now(), { accounts });
  },
  "GET /api/auth/v1/api-keys/v3/check": (_venue, { setup }) => {
    const { apiKey, permissions, allowedCidrBlocks = ["127.0.0.1/32"] } = setup;
    return {
      apiKey,
      accountUid: "3c90c3cc-0d44-4b50-8888-8dd25736052a",
      iiban: "AA08 N84G CPAR UN7A",
      createdAt: "2019-08-24T14:15:22Z",
      permissions: permissions ?? { general: "FULL_ACCESS", transfer: "NO_ACCESS" },
      allowedCidrBlock: allowedCidrBlocks[0] ?? null,
      allowedCidrBlocks,
    };
  },
  "GET /derivatives/api/v3/openpositions": (venue, account) => {
    const context = venue.context(account);
    const openPositions = [...account.states.values()].flatMap((state) => positionRows(state, context));
    return success(venue.now(), { openPositions });
  },
  "GET /derivatives/api/v3/leveragepreferences": (venue, account, params) => {
    const set = [...account.states.values()].flatMap(({ settings }) => Object.entries(settings));
    const leveragePreferences = set
      .filter(([symbol, { marginMode }]) => marginMode === "isolated" && symbol === (params.symbol ?? symbol))
      .map(([symbol, { leverage }]) => ({ symbol, maxLeverage: leverage }));
    return success(venue.now(), { leveragePreferences });
  },
  "PUT /derivatives/api/v3/leveragepreferences": (venue, account, params) => {
    const symbol = required(params, "symbol");
    const { settle, inverse, maxLeverage = 50 } = venue.market(symbol).instrument;
    if (inverse) throw new KrakenSettingError(88, "CONTRACT_NOT_MULTI_COLLATERAL");
    const leverage = params.maxLeverage === undefined ? undefined : Number(params.maxLeverage);
    if (leverage !== undefined && !(leverage >= 1 && leverage <= maxLeverage)) {
      throw new KrakenSettingError(98, "MAX_LEVERAGE_OUT_OF_BOUNDS");
    }
    // Without a preference the market is cross again, at the margin the account began with.
    const crossed: PaperSettings = { ...account.state(settle).defaults, marginMode: "cross" };
    prefer(venue, account, {
      symbol,
      settings: leverage === undefined ? crossed : { leverage, marginMode: "isolated" },
    });
    return success(venue.now(), {});
  },
};

/** An open position takes the new margin at once, when there is enough for it. */
function prefer(
  venue: KrakenVenue,
  account: KrakenAccount,
  { symbol, settings }: { readonly symbol: string; readonly settings: PaperSettings },
): void {
  const { settle } = venue.market(symbol).instrument;
  const state = account.state(settle);
  const next = { ...state, settings: { ...state.settings, [symbol]: settings } };
  const isChanged = settingsOf(state, symbol).leverage !== settings.leverage;
  if (isChanged && freeOf(next, venue.context(account, symbol)).lt(ZERO)) {
    throw new KrakenSettingError(92, "INSUFFICIENT_MARGIN");
  }
  account.states.set(settle, next);
}
