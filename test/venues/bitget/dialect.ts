// How Bitget answers: one envelope with `code`, `msg`, `data` and its time; refusals with HTTP 400.
import type { Fault } from "../faults.ts";
import { Refused } from "../refused.ts";
import { answerByRoute } from "../routes.ts";
import type { Dialect, SimulatedReply } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { noSuchPath, refuse } from "./bitget-refusals.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { UNIFIED_MARKET_ROUTES, UNIFIED_ROUTES } from "./unified/routes.ts";
import type { BitgetVenue } from "./venue.ts";

export function createDialect(venue: BitgetVenue): Omit<Dialect, "admin"> {
  const answer = answerByRoute({
    venue,
    open: { ...MARKET_ROUTES, ...UNIFIED_MARKET_ROUTES },
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...UNIFIED_ROUTES },
    authenticate: (request) => authenticate(venue, request),
    unknownPath: noSuchPath,
    wrap: (data) => ({ code: "00000", msg: "success", requestTime: venue.now(), data }),
    refusal: (error) => (error instanceof Refused ? refusal(venue, error) : undefined),
  });
  return { answer, faultReply: (fault) => faultReply(venue, fault), stringify: JSON.stringify };
}

function refusal(venue: BitgetVenue, { code, message, status }: Refused): SimulatedReply {
  return { status, body: { code, msg: message, requestTime: venue.now(), data: null } };
}

/** Words: https://www.bitget.com/api-doc/contract/error-code/restapi. Bitget says nowhere when a limit ends. */
function faultReply(
  venue: BitgetVenue,
  fault: Extract<Fault, { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }>,
): SimulatedReply {
  switch (fault.kind) {
    case "busy":
    case "maintenance":
      return refusal(venue, refuse("40200", "Server upgrade, please try again later"));
    case "rate-limit":
      return refusal(venue, refuse("429", "Too Many Requests", 429));
    case "banned":
      return { status: 403, body: "<html>Forbidden</html>" };
    case "unknown-error":
      return refusal(venue, refuse("40010", "Request timed out"));
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}
