// A simulated Kraken account has nothing of its own: its preferences are the engine's settings of a symbol.
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

export type KrakenAccount = SimulatedAccount<AccountSetup>;
