import type { OrderFailure } from "../../lib/core/failure.ts";
import type { Instrument } from "../../lib/core/market/instrument.ts";
import { err, ok, type Result } from "../../lib/core/result.ts";
import type { PriceFeed, Quote } from "../../lib/ports/price-feed.ts";
import { ETH } from "../core/execution/order-fixture.ts";

/** A feed of a few markets whose prices stand still until they are set. */
export class FixedFeed implements PriceFeed {
  readonly source = "prices of a test";
  readonly instruments: readonly Instrument[];
  readonly #quotes = new Map<string, Quote>();
  /** While set, prices cannot be read. */
  failure: OrderFailure | undefined;

  constructor(instruments: readonly Instrument[] = [ETH, { ...ETH, symbol: "BTC/USDT:USDT", base: "BTC" }]) {
    this.instruments = instruments;
  }

  setQuote(symbol: string, quote: Quote): void {
    this.#quotes.set(symbol, quote);
  }

  async listInstruments(settle: string): Promise<Result<readonly Instrument[], OrderFailure>> {
    return ok(this.instruments.filter((instrument) => instrument.settle === settle));
  }

  async readQuote({ symbol }: Instrument): Promise<Result<Quote, OrderFailure>> {
    if (this.failure !== undefined) return err(this.failure);
    return ok(this.#quotes.get(symbol) ?? { bid: "1999", ask: "2001" });
  }
}
