// How a simulated Binance account starts.
import type { DecimalString } from "../../../lib/core/decimal.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

export interface BinanceSetup extends AccountSetup {
  readonly isMultiAssets?: boolean;
  /** What the account's other coins are worth as margin, in multi-assets mode and with portfolio margin. @default nothing */
  readonly collateralUsd?: string;
  /** Traded over papi, and no other API takes its keys. @default false */
  readonly isPortfolio?: boolean;
  readonly canTrade?: boolean;
  readonly permissions?: {
    readonly enableFutures?: boolean;
    readonly enableWithdrawals?: boolean;
    readonly ipRestrict?: boolean;
  };
}

export type BinanceAccount = SimulatedAccount<BinanceSetup>;

/**
 * In multi-assets mode all assets together are the margin of a position, whichever it settles in. What they leave for another is
 * availableBalance: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Account-Information-V3,
 * with portfolio margin totalAvailableBalance: https://developers.binance.com/docs/derivatives/portfolio-margin/account/Account-Information
 */
export function collateralOf({ setup }: BinanceAccount): DecimalString {
  return setup.isMultiAssets === true || setup.isPortfolio === true ? (setup.collateralUsd ?? "0") : "0";
}
