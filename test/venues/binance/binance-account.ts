// One account on the simulated venue: its money, its orders and fills, how it is set up.
import type { EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { newVenueState } from "../../../lib/adapters/paper/venue-state.ts";

/** How a simulated account starts. */
export interface SimulatedAccount {
  readonly apiKey: string;
  readonly secret: string;
  /** USDT in the futures wallet. @default "10000" */
  readonly deposit?: string;
  /** USDC in the futures wallet. @default "0" */
  readonly depositUsdc?: string;
  /** @default 20 */
  readonly leverage?: number;
  /** @default "cross" */
  readonly marginMode?: "isolated" | "cross";
  readonly isHedged?: boolean;
  readonly isMultiAssets?: boolean;
  readonly canTrade?: boolean;
  readonly permissions?: {
    readonly enableFutures?: boolean;
    readonly enableWithdrawals?: boolean;
    readonly ipRestrict?: boolean;
  };
}

export interface BinanceAccount {
  readonly apiKey: string;
  readonly secret: string;
  readonly setup: SimulatedAccount;
  isMultiAssets: boolean;
  /** By settle coin. The position mode is read from USDT's. */
  readonly states: Map<string, VenueState>;
  /** Every order ever taken, by Binance's order id, in the order they came. */
  readonly orders: Map<string, EngineOrder>;
  readonly fills: EngineFill[];
}

export function createAccount(setup: SimulatedAccount): BinanceAccount {
  const { apiKey, secret, deposit = "10000", depositUsdc = "0", leverage = 20, marginMode = "cross" } = setup;
  const positionMode = setup.isHedged === true ? "hedge" : "one-way";
  const defaults = { leverage, marginMode };
  return {
    apiKey,
    secret,
    setup,
    isMultiAssets: setup.isMultiAssets === true,
    states: new Map([
      ["USDT", newVenueState({ settle: "USDT", deposit, defaults, positionMode })],
      ["USDC", newVenueState({ settle: "USDC", deposit: depositUsdc, defaults, positionMode })],
    ]),
    orders: new Map(),
    fills: [],
  };
}

export function stateOf(account: BinanceAccount, settle: string): VenueState {
  const state = account.states.get(settle);
  if (state === undefined) throw new Error(`the simulated account has no ${settle}`);
  return state;
}
