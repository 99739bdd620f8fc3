// How a simulated Bitget account starts, and the leverages it keeps for each margin mode.
import { settingsOf } from "../../../lib/adapters/paper/margin.ts";
import type { MarginMode } from "../../../lib/core/market/modes.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";

export interface BitgetSetup extends AccountSetup {
  /** @default ["trade", "readonly"] */
  readonly authorities?: readonly string[];
  /** @default "127.0.0.1" */
  readonly ips?: string;
  readonly isMultiAsset?: boolean;
  /** The account's type: which of Bitget's APIs takes its keys. @default false */
  readonly isUnified?: boolean;
  /** What a unified account's other coins are worth as margin. @default nothing */
  readonly collateralUsd?: string;
  /** A unified account's isolated leverage is set for each side, as the documents' first version says. @default false */
  readonly leverageNeedsSide?: boolean;
}

export type BitgetAccount = SimulatedAccount<BitgetSetup>;

type Leverages = Readonly<Record<MarginMode, number>>;

/** The engine keeps the leverage of a symbol's present mode; the other one waits here. */
const otherLeverages = new WeakMap<BitgetAccount, Map<string, number>>();

export function leveragesOf(account: BitgetAccount, settle: string, symbol: string): Leverages {
  const { leverage, marginMode } = settingsOf(account.state(settle), symbol);
  const other = otherLeverages.get(account)?.get(symbol) ?? account.state(settle).defaults.leverage;
  return marginMode === "isolated" ? { isolated: leverage, cross: other } : { isolated: other, cross: leverage };
}

/** The symbol is in another mode from now on: its leverage changes with it. The caller has made sure that nothing is open. */
export function enterMarginMode(
  account: BitgetAccount,
  { settle, symbol, marginMode }: { readonly settle: string; readonly symbol: string; readonly marginMode: MarginMode },
): void {
  const state = account.state(settle);
  const { leverage } = settingsOf(state, symbol);
  const { [marginMode]: next } = leveragesOf(account, settle, symbol);
  const others = otherLeverages.get(account) ?? new Map<string, number>();
  otherLeverages.set(account, others.set(symbol, leverage));
  account.states.set(settle, { ...state, settings: { ...state.settings, [symbol]: { leverage: next, marginMode } } });
}

/** Sets the leverage of the mode that the symbol is not in. */
export function setOtherLeverage(account: BitgetAccount, symbol: string, leverage: number): void {
  const others = otherLeverages.get(account) ?? new Map<string, number>();
  otherLeverages.set(account, others.set(symbol, leverage));
}
