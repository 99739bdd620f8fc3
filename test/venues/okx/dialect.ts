// How OKX answers: its routes, its refusals, the words for its faults.
import { Refused } from "../refused.ts";
import { dialectOf, type Params } from "../routes.ts";
import type { Dialect, SimulatedReply } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { BILL_ROUTES } from "./bill-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { OkxOrderError } from "./okx-refusals.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { acknowledgement, envelope } from "./shapes.ts";
import type { OkxVenue } from "./venue.ts";

export function createDialect(venue: OkxVenue): Omit<Dialect, "admin"> {
  return dialectOf(venue, {
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...BILL_ROUTES },
    authenticate,
    unknownPath: () => new Refused("404", "Not Found", 404),
    // A route gives the rows of `data`, or a whole envelope.
    wrap: (told) => (Array.isArray(told) ? envelope(told) : told),
    refusal,
    // Words and statuses: https://www.okx.com/docs-v5/en/#error-code-rest-api-public. OKX does not say when to come back.
    faults: {
      busy: new Refused("50013", "Systems are busy. Please try again later.", 429),
      "rate-limit": new Refused("50011", "Too Many Requests", 429),
      banned: new Refused("50011", "Too Many Requests", 429),
      "unknown-error": new Refused(
        "50004",
        "API endpoint request timeout. (does not mean that the request was successful or failed, please check the request result).",
        400,
      ),
      maintenance: new Refused("50001", "Service temporarily unavailable. Please try again later.", 503),
    },
  });
}

function refusal(error: Refused, _venue: OkxVenue, params: Params): SimulatedReply {
  const { message, status } = error;
  const code = String(error.code);
  if (!(error instanceof OkxOrderError)) return { status, body: envelope([], { code, msg: message }) };
  const row = acknowledgement({ clOrdId: params.clOrdId ?? "", ordId: "", sCode: code, sMsg: message });
  return { status, body: envelope([row], { code: "1", msg: "All operations failed" }) };
}
