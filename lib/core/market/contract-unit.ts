/** What a market's contracts count and what settles them; an `Instrument` fits. */
export interface ContractKind {
  /** Margin and profit are in the base coin. */
  readonly inverse: boolean;
  /** The contracts of an inverse market are base units all the same. Those of a linear one always are. */
  readonly countedInBase?: boolean;
}

/** Whether a contract is so many units of quote: worth the same quote at any price. */
export function isCountedInQuote({ inverse, countedInBase }: ContractKind): boolean {
  return inverse && countedInBase !== true;
}
