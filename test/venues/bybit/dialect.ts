// How Bybit answers: one envelope with `retCode`, `retMsg`, `result` and its time, refusals with HTTP 200.

import type { Fault } from "../faults.ts";
import { Refused } from "../refused.ts";
import { answerByRoute } from "../routes.ts";
import type { Dialect, SimulatedReply } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { noSuchPath } from "./bybit-refusals.ts";
import { LOG_ROUTES } from "./log-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import type { BybitVenue } from "./venue.ts";

export function createDialect(venue: BybitVenue): Omit<Dialect, "admin"> {
  const answer = answerByRoute({
    venue,
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...LOG_ROUTES },
    authenticate: (request) => authenticate(venue, request),
    unknownPath: noSuchPath,
    wrap: (result) => envelope(venue, { code: 0, message: "OK", result }),
    refusal: (error) => (error instanceof Refused ? refusal(venue, error) : undefined),
  });
  return { answer, faultReply: (fault) => faultReply(venue, fault), stringify: JSON.stringify };
}

function envelope(
  venue: BybitVenue,
  { code, message, result = {} }: { readonly code: number; readonly message: string; readonly result?: unknown },
): unknown {
  return { retCode: code, retMsg: message, result, retExtInfo: {}, time: venue.now() };
}

function refusal(venue: BybitVenue, { code, message, status }: Refused): SimulatedReply {
  return { status, body: envelope(venue, { code: Number(code), message }) };
}

/** Words: https://bybit-exchange.github.io/docs/v5/error; headers and the ban: .../docs/v5/rate-limit. */
function faultReply(
  venue: BybitVenue,
  fault: Extract<Fault, { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }>,
): SimulatedReply {
  switch (fault.kind) {
    case "busy":
      return refusal(
        venue,
        new Refused(
          "429",
          "The trading service is experiencing a high server load. Please retry if you encounter this issue.",
        ),
      );
    case "rate-limit":
      return {
        ...refusal(venue, new Refused("10006", "Too many visits. Exceeded the API Rate Limit.")),
        headers: {
          "x-bapi-limit": "10",
          "x-bapi-limit-status": "0",
          "x-bapi-limit-reset-timestamp": String(venue.now() + (fault.retryAfterS ?? 1) * 1_000),
        },
      };
    case "banned":
      return { status: 403, body: "<html>403, access too frequent</html>" };
    case "unknown-error":
      return refusal(venue, new Refused("10000", "Server Timeout"));
    case "maintenance":
      return { status: 503, body: "<html>Service Unavailable</html>" };
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}
