// How Kraken answers: its routes, its refusals, the words for its faults. Almost everything comes with HTTP 200.
import type { Fault } from "../faults.ts";
import { answerByRoute } from "../routes.ts";
import type { Dialect, SimulatedReply } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { KrakenError, KrakenOrderRefusal, KrakenSettingError } from "./kraken-error.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { success, timeOf } from "./shapes.ts";
import type { KrakenVenue } from "./venue.ts";

export function createDialect(venue: KrakenVenue): Omit<Dialect, "admin"> {
  const answer = answerByRoute({
    venue,
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES },
    authenticate: (request) => authenticate(venue, request),
    unknownPath: () => {
      throw new KrakenError("notFound");
    },
    refusal: (error) => (error instanceof KrakenError ? refusal(venue, error) : undefined),
  });
  return { answer, faultReply: (fault) => faultReply(venue, fault), stringify: JSON.stringify };
}

function refusal(venue: KrakenVenue, error: KrakenError): SimulatedReply {
  const { message } = error;
  if (error instanceof KrakenOrderRefusal) {
    const sendStatus = { status: message, receivedTime: timeOf(venue.now()) };
    return { status: 200, body: success(venue.now(), { sendStatus }) };
  }
  const serverTime = timeOf(venue.now());
  if (error instanceof KrakenSettingError) {
    const errors = [{ code: error.code, message }];
    return { status: 500, body: { status: "INTERNAL_SERVER_ERROR", result: "error", errors, serverTime } };
  }
  return { status: 200, body: { result: "error", error: message, serverTime } };
}

/** Words: https://docs.kraken.com/api/docs/guides/futures-rest, its list of errors. Kraken does not say when to come back. */
function faultReply(
  venue: KrakenVenue,
  fault: Extract<Fault, { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }>,
): SimulatedReply {
  switch (fault.kind) {
    case "busy":
      return refusal(venue, new KrakenError("unavailable"));
    case "rate-limit":
    case "banned":
      return refusal(venue, new KrakenError("apiLimitExceeded"));
    case "unknown-error":
      return refusal(venue, new KrakenError("Server Error"));
    case "maintenance":
      return { status: 503, body: "Service Unavailable" };
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}
