// How a simulated CoinEx account starts.
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

export type CoinexAccount = SimulatedAccount<AccountSetup>;
