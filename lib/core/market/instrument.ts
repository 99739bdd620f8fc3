import type { DecimalString } from "../decimal.ts";

/**
 * One perpetual market. `contractSize` is in base units for a linear market and in quote units for an inverse one;
 * `contractStep`, `minContracts` and `maxContracts` count contracts; `minNotional` is in quote.
 */
export interface Instrument {
  /** ccxt's unified symbol, e.g. `ETH/USDT:USDT`. */
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly base: string;
  readonly quote: string;
  readonly settle: string;
  /** True when margin and profit are in the base coin. */
  readonly inverse: boolean;
  readonly contractSize: DecimalString;
  readonly contractStep: DecimalString;
  readonly priceTick: DecimalString;
  readonly minContracts?: DecimalString;
  /** The most one market order may hold. */
  readonly maxContracts?: DecimalString;
  readonly minNotional?: DecimalString;
  readonly maxLeverage?: number;
  /** The only leverages the venue takes, ascending, where it lists them. */
  readonly leverages?: readonly number[];
}
