// OKX's refusals as its documentation words them: https://www.okx.com/docs-v5/en/#error-code-rest-api
import { Refused, requiredOr } from "../refused.ts";

/** A refusal of one order: `{code: "1", data: [{sCode, sMsg}]}`. */
export class OkxOrderError extends Refused {}

/** The parameter's text. @throws Refused when it is missing. */
export const required = requiredOr((name) => new Refused("50014", `Parameter ${name} can not be empty.`, 400));
