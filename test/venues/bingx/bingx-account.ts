// How a simulated BingX account starts.
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

export interface BingxSetup extends AccountSetup {
  readonly isMultiAssets?: boolean;
  /** Its dollars are called VST. @default false */
  readonly isDemo?: boolean;
  /** As BingX numbers them: 2 reading, 3 perpetual futures trading, 5 withdrawal. @default [2, 3] */
  readonly permissions?: readonly number[];
  /** @default this machine's */
  readonly ipAddresses?: readonly string[];
}

export type BingxAccount = SimulatedAccount<BingxSetup>;
