// How Phemex answers: its routes, its refusals, the words for its faults.
import type { Fault } from "../faults.ts";
import { Refused } from "../refused.ts";
import { answerByRoute } from "../routes.ts";
import type { Dialect, SimulatedReply } from "../venue-server.ts";
import { stringifyNumbers } from "../whole-number.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { CONTRACT_MARKET_ROUTES, CONTRACT_ROUTES } from "./contract-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { RequestLimits } from "./request-limits.ts";
import type { PhemexVenue } from "./venue.ts";

export function createDialect(venue: PhemexVenue): Omit<Dialect, "admin"> {
  const answer = answerByRoute({
    venue,
    open: { ...MARKET_ROUTES, ...CONTRACT_MARKET_ROUTES },
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...CONTRACT_ROUTES },
    authenticate: (request) => authenticate(venue, request),
    unknownPath: () => {
      throw new Refused("404", "Not Found", 404);
    },
    refusal: (error) => (error instanceof Refused ? refusal(error) : undefined),
  });
  const limits = new RequestLimits(venue);
  return {
    answer: (request) => (venue.limitsRequests === true ? limits.answer(request, answer) : answer(request)),
    faultReply,
    stringify: stringifyNumbers,
  };
}

function refusal({ code, message, status }: Refused): SimulatedReply {
  return { status, body: { code: status === 401 ? code : Number(code), msg: message, data: null } };
}

/** Source: https://phemex-docs.github.io/#http-return-codes (429 with its header, 403, 5xx) and the list of codes. */
function faultReply(
  fault: Extract<Fault, { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }>,
): SimulatedReply {
  switch (fault.kind) {
    case "busy":
      return refusal(new Refused("11024", "TE_REJECT_DUE_TO_IN_PROCESS_OF_ADL"));
    case "rate-limit": {
      const headers = {
        "x-ratelimit-remaining-contract": "0",
        "x-ratelimit-capacity-contract": "500",
        "x-ratelimit-retry-after-contract": String(fault.retryAfterS ?? 1),
      };
      return { status: 429, headers, body: "Too many requests" };
    }
    case "banned":
      return { status: 403, body: "<html><body>403 Forbidden</body></html>" };
    case "unknown-error":
      return refusal(new Refused("39999", "Please try again."));
    case "maintenance":
      return { status: 503, body: "Service Unavailable" };
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}
