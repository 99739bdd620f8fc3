// CoinEx's refusals: https://docs.coinex.com/api/v2/error, and the list of the first version for the trading engine.

/** A refusal in CoinEx's own shape, `{code, data, message}`. Always HTTP 200: another status is the gateway's. */
export class CoinexError extends Error {
  override readonly name = "CoinexError";
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The parameter's text. @throws CoinexError when it is missing. */
export function required(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw new CoinexError(3639, `Invalid Parameter: ${name} is required`);
  return value;
}

/** @throws CoinexError unless it is the market type of perpetual futures. */
export function requireFutures(params: Readonly<Record<string, string>>): void {
  if (required(params, "market_type") !== "FUTURES") throw new CoinexError(3639, "Invalid Parameter: market_type");
}

/** CoinEx refuses what an endpoint does not know. */
export function allowOnly(params: Readonly<Record<string, string>>, names: readonly string[]): void {
  const unknown = Object.keys(params).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new CoinexError(3639, `Invalid Parameter: unknown field ${unknown}`);
}
