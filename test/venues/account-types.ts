// Accounts whose type, mode or region leads another way through their venue than its plain ones go.
import { BINANCE_MULTI_ASSETS, BINANCE_PORTFOLIO } from "./binance/profile.ts";
import { BITGET_UNIFIED } from "./bitget/unified/profile.ts";
import { OKX_EEA } from "./okx/profile.ts";
import type { VenueProfile } from "./profile.ts";

export const ACCOUNT_TYPES: readonly VenueProfile[] = [
  BITGET_UNIFIED,
  BINANCE_MULTI_ASSETS,
  BINANCE_PORTFOLIO,
  OKX_EEA,
];
