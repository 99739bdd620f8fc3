import type { DecimalString } from "../decimal.ts";
import type { ContractKind } from "./contract-unit.ts";

/**
 * One perpetual market. `contractSize` is in base units for a linear market; for an inverse one in quote units, or in base
 * units too where it says so. `contractStep`, `minContracts` and the largest sizes count contracts; notionals are in quote.
 */
export interface Instrument extends ContractKind {
  /** ccxt's unified symbol, e.g. `ETH/USDT:USDT`. */
  readonly symbol: string;
  readonly venueSymbol: string;
  readonly base: string;
  readonly quote: string;
  readonly settle: string;
  readonly contractSize: DecimalString;
  readonly contractStep: DecimalString;
  readonly priceTick: DecimalString;
  readonly minContracts?: DecimalString;
  /** The most one market order may hold. */
  readonly maxContracts?: DecimalString;
  /** The most one limit order may hold. */
  readonly maxLimitContracts?: DecimalString;
  readonly minNotional?: DecimalString;
  /** The most one order may be worth. */
  readonly maxNotional?: DecimalString;
  readonly maxLeverage?: number;
  /** The only leverages the venue takes, ascending, where it lists them. */
  readonly leverages?: readonly number[];
}
