// BingX's refusals: https://bingx-api.github.io/docs/#/en-us/swapV2/base-info.html ("Common business error codes"), and
// the wording ccxt's source and issues quote.
import { Refused, requiredOr } from "../refused.ts";

/** The parameter's text. @throws Refused when it is missing. */
export const required = requiredOr((name) => new Refused(109400, `Invalid parameters, err:${name} is required`));
