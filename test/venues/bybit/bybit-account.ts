// How a simulated Bybit account starts, and who it is.
import type { MarginMode } from "../../../lib/core/market/modes.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

export interface BybitSetup extends AccountSetup {
  readonly key?: {
    readonly isReadOnly?: boolean;
    readonly mayTrade?: boolean;
    readonly mayWithdraw?: boolean;
    /** @default ["127.0.0.1"] */
    readonly ips?: readonly string[];
    readonly expiredAt?: string;
  };
  readonly isClassic?: boolean;
}

export type BybitAccount = SimulatedAccount<BybitSetup>;

/** One for the whole account. */
export function marginModeOf(account: BybitAccount): MarginMode {
  const [state] = account.states.values();
  return state?.defaults.marginMode ?? "cross";
}

export function setMarginMode(account: BybitAccount, marginMode: MarginMode): void {
  for (const [settle, state] of account.states) {
    const settings = Object.entries(state.settings).map(([symbol, own]) => [symbol, { ...own, marginMode }]);
    const defaults = { ...state.defaults, marginMode };
    account.states.set(settle, { ...state, defaults, settings: Object.fromEntries(settings) });
  }
}
