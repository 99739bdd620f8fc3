// What several routes answer alike. Refusals of trading come with status 200:
// https://github.com/phemex/phemex-api-docs/blob/master/TradingErrorCode.md
import { Refused } from "../refused.ts";
import type { Params } from "../routes.ts";

/** The most rows a page of fills may hold. */
export const LARGEST_PAGE = 200;

/** The parameter's text. @throws Refused when it is missing. */
export function required(params: Params, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw new Refused("10500", "Missing required parameter");
  return value;
}

/** Around everything but market data. */
export function success(data: unknown): { readonly code: number; readonly msg: string; readonly data: unknown } {
  return { code: 0, msg: "", data };
}
