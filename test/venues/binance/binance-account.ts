// How a simulated Binance account starts.
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

export interface BinanceSetup extends AccountSetup {
  readonly isMultiAssets?: boolean;
  readonly canTrade?: boolean;
  readonly permissions?: {
    readonly enableFutures?: boolean;
    readonly enableWithdrawals?: boolean;
    readonly ipRestrict?: boolean;
  };
}

export type BinanceAccount = SimulatedAccount<BinanceSetup>;
