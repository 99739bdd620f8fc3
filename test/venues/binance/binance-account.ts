// How a simulated Binance account starts.
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
