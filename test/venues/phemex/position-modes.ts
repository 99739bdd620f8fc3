// The position mode is a setting of each symbol, changed while nothing of it is open:
// https://phemex-docs.github.io/#switch-position-mode-synchronously
import { Refused } from "../refused.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";
import type { SimulatedMarket } from "./markets.ts";

type Account = SimulatedAccount<AccountSetup>;

const switched = new WeakMap<Account, Map<string, boolean>>();

export function isHedged(account: Account, { instrument }: Pick<SimulatedMarket, "instrument">): boolean {
  return switched.get(account)?.get(instrument.symbol) ?? account.setup.isHedged === true;
}

/** For a mode that cannot change, Phemex documents no code. @throws Refused */
export function switchMode(account: Account, market: SimulatedMarket, toHedge: boolean): void {
  if (isHedged(account, market) === toHedge) return;
  const { symbol, settle } = market.instrument;
  const isOpen = account.state(settle).positions[symbol] !== undefined || account.openOrders(symbol).length > 0;
  if (isOpen) throw new Refused("30000", "Please double check input arguments: something is open");
  switched.set(account, (switched.get(account) ?? new Map<string, boolean>()).set(symbol, toHedge));
}
