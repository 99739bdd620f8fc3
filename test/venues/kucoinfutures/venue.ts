import { settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { setLeverage } from "../../../lib/adapters/paper/matching-engine.ts";
import type { EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import { ok, type Result } from "../../../lib/core/result.ts";
import { Refused } from "../refused.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import type { KucoinAccount, KucoinSetup } from "./kucoin-account.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

const DEFAULT_CROSS_LEVERAGE = 20;

/** KuCoin keeps a leverage per symbol for cross margin only; with isolated margin each order brings its own. */
export class KucoinVenue extends SimulatedVenue<SimulatedMarket, KucoinSetup> {
  readonly #crossLeverages = new Map<string, number>();

  constructor(accounts: readonly KucoinSetup[]) {
    super({
      markets: createMarkets(),
      settles: ["USDT", "USDC", "XBT", "ETH"],
      accounts: accounts.map((setup) => ({ marginMode: "isolated" as const, ...setup })),
      fees: { taker: "0.0006", maker: "0.0002" },
      unknownMarket: () => new Refused("100003", "Contract parameter invalid"),
    });
  }

  crossLeverage(account: KucoinAccount, symbol: string): number {
    return this.#crossLeverages.get(`${account.setup.apiKey}#${symbol}`) ?? DEFAULT_CROSS_LEVERAGE;
  }

  setCrossLeverage(account: KucoinAccount, symbol: string, leverage: number): Result<void, EngineRefusal> {
    const set = this.useLeverage(account, symbol, leverage);
    if (set.ok) this.#crossLeverages.set(`${account.setup.apiKey}#${symbol}`, leverage);
    return set;
  }

  marginMode(account: KucoinAccount, symbol: string): "isolated" | "cross" {
    return settingsOf(account.state(this.market(symbol).instrument.settle), symbol).marginMode;
  }

  /** What the engine reckons the symbol's margin with from here on. */
  useLeverage(account: KucoinAccount, symbol: string, leverage: number): Result<void, EngineRefusal> {
    const { settle } = this.market(symbol).instrument;
    const set = setLeverage(account.state(settle), symbol, leverage, this.context(account, symbol));
    if (!set.ok) return set;
    account.states.set(settle, set.value);
    return ok(undefined);
  }
}
