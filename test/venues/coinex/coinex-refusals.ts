// CoinEx's refusals: https://docs.coinex.com/api/v2/error, and the list of the first version for the trading engine.
import { Refused, requiredOr } from "../refused.ts";

/** The parameter's text. @throws Refused when it is missing. */
export const required = requiredOr((name) => new Refused(3639, `Invalid Parameter: ${name} is required`));

/** @throws Refused unless it is the market type of perpetual futures. */
export function requireFutures(params: Readonly<Record<string, string>>): void {
  if (required(params, "market_type") !== "FUTURES") throw new Refused(3639, "Invalid Parameter: market_type");
}

/** CoinEx refuses what an endpoint does not know. */
export function allowOnly(params: Readonly<Record<string, string>>, names: readonly string[]): void {
  const unknown = Object.keys(params).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Refused(3639, `Invalid Parameter: unknown field ${unknown}`);
}
