// How a simulated KuCoin account starts.
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

export interface KucoinSetup extends AccountSetup {
  /** Words of `permission`. @default "General,Futures" */
  readonly permission?: string;
  /** @default one address */
  readonly ipWhitelist?: string;
  readonly isUnified?: boolean;
}

export type KucoinAccount = SimulatedAccount<KucoinSetup>;
