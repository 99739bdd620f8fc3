// How KuCoin answers: its routes, its refusals, the words for its faults.
import type { Fault } from "../faults.ts";
import { Refused } from "../refused.ts";
import { answerByRoute } from "../routes.ts";
import type { Dialect, SimulatedReply } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import type { KucoinVenue } from "./venue.ts";

export function createDialect(venue: KucoinVenue): Omit<Dialect, "admin"> {
  const answer = answerByRoute({
    venue,
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES },
    wrap: (data) => ({ code: "200000", data }),
    authenticate: (request) => authenticate(venue, request),
    unknownPath: () => {
      throw new Refused("404000", "Url Not Found", 404);
    },
    refusal: (error) => (error instanceof Refused ? refusal(error) : undefined),
  });
  return { answer, faultReply, stringify: JSON.stringify };
}

function refusal({ code, message, status }: Refused): SimulatedReply {
  return { status, body: { code, msg: message } };
}

/** Source: https://www.kucoin.com/docs-new/rate-limit (headers, 429000, 1015) and the list of codes. */
function faultReply(
  fault: Extract<Fault, { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }>,
): SimulatedReply {
  switch (fault.kind) {
    case "busy":
      return refusal(new Refused("300002", "Order placement/cancellation suspended, please try again later."));
    case "rate-limit":
    case "banned": {
      const [code, msg] =
        fault.kind === "banned" ? ["1015", "cloudflare frequency limit"] : ["429000", "Too Many Requests"];
      const reset = String((fault.retryAfterS ?? 1) * 1_000);
      const headers = { "gw-ratelimit-limit": "2000", "gw-ratelimit-remaining": "0", "gw-ratelimit-reset": reset };
      return { status: 429, headers, body: { code, msg } };
    }
    case "unknown-error":
      return refusal(new Refused("500000", "Internal Server Error", 500));
    case "maintenance":
      return { status: 503, body: "Service Unavailable" };
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}
