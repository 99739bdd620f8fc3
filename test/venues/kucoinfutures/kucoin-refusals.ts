// Refusals that several routes share, as KuCoin words them; trading's own come with status 200:
// https://www.kucoin.com/docs/basic-info/errors-code/futures-errors-code
import { Refused } from "../refused.ts";
import type { Params } from "../routes.ts";

/** The parameter's text. @throws Refused when it is missing. */
export function required(params: Params, name: string): string {
  const value = params[name];
  if (value === undefined || value === "") throw new Refused("400100", `${name}: may not be empty`);
  return value;
}
