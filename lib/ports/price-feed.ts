import type { DecimalString } from "../core/decimal.ts";
import type { OrderFailure } from "../core/failure.ts";
import type { Candle, CandleQuery } from "../core/market/candle.ts";
import type { Instrument } from "../core/market/instrument.ts";
import type { Result } from "../core/result.ts";

/** Best prices of one market. */
export interface Quote {
  readonly bid: DecimalString;
  readonly ask: DecimalString;
}

/** Where the paper venue's markets and prices come from. */
export interface PriceFeed {
  /** For people: "live prices of binance", or that they are synthetic. */
  readonly source: string;
  /** The perpetual markets that settle in a coin. */
  listInstruments(settle: string): Promise<Result<readonly Instrument[], OrderFailure>>;
  /** Best bid and ask now. */
  readQuote(instrument: Instrument): Promise<Result<Quote, OrderFailure>>;
  /** What the price did. Absent: it knows the price of now only. */
  readCandles?(instrument: Instrument, query: CandleQuery): Promise<Result<readonly Candle[], OrderFailure>>;
}
