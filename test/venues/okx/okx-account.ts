// How a simulated OKX account starts, and what OKX keeps of it beyond the engine: one leverage per symbol and mode.
import type { MarginMode } from "../../../lib/core/market/modes.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

export interface OkxSetup extends AccountSetup {
  /** Keys of demo trading work with its header only, others without it only. @default both work */
  readonly isDemo?: boolean;
  /** Account mode: 1 spot, 2 futures, 3 multi-currency margin, 4 portfolio margin. @default "2" */
  readonly accountMode?: string;
  /** @default "read_only,trade" */
  readonly permissions?: string;
  /** Addresses the key is bound to. @default one */
  readonly ip?: string;
}

export type OkxAccount = SimulatedAccount<OkxSetup>;

const leverages = new WeakMap<OkxAccount, Map<string, number>>();

export function leverageOf(account: OkxAccount, instId: string, mode: MarginMode): number {
  return leverages.get(account)?.get(`${instId} ${mode}`) ?? account.setup.leverage ?? 20;
}

export function keepLeverage(account: OkxAccount, set: { instId: string; mode: MarginMode; leverage: number }): void {
  const known = leverages.get(account) ?? new Map<string, number>();
  leverages.set(account, known.set(`${set.instId} ${set.mode}`, set.leverage));
}
