// Refusals that several routes share, as KuCoin words them; trading's own come with status 200:
// https://www.kucoin.com/docs/basic-info/errors-code/futures-errors-code
import { Refused, requiredOr } from "../refused.ts";

/** The parameter's text. @throws Refused when it is missing. */
export const required = requiredOr((name) => new Refused("400100", `${name}: may not be empty`));
