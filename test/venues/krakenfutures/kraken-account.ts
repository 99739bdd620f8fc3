// What a simulated Kraken account has beyond the common. Its preferences are the engine's settings of a symbol.
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

/** https://docs.kraken.com/api-reference/api-keys/check-v3-api-key */
type Access = "NO_ACCESS" | "READ_ONLY" | "FULL_ACCESS";

export interface KrakenSetup extends AccountSetup {
  /** @default full access to the general API, none to withdrawals */
  readonly permissions?: { readonly general: Access; readonly transfer: Access };
  /** Which of an execution's two rows in the log has the fee; the other has zero, or null. @default "coin" */
  readonly feeRow?: "coin" | "contract";
  /** What each execution realizes of the funding of the position it changes. @default nothing */
  readonly tradeFunding?: string;
  /** Without it an account has other wallets only. @default true */
  readonly hasFlexWallet?: boolean;
  /** @default one address */
  readonly allowedCidrBlocks?: readonly string[];
}

export type KrakenAccount = SimulatedAccount<KrakenSetup>;
