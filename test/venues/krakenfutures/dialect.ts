// How Kraken answers: its routes, its refusals, the words for its faults. Almost everything comes with HTTP 200.
import type { Refused } from "../refused.ts";
import { dialectOf } from "../routes.ts";
import type { Dialect, SimulatedReply } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { KrakenError, KrakenOrderRefusal, KrakenSettingError } from "./kraken-error.ts";
import { LOG_ROUTES } from "./log-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { success, timeOf } from "./shapes.ts";
import type { KrakenVenue } from "./venue.ts";

export function createDialect(venue: KrakenVenue): Omit<Dialect, "admin"> {
  return dialectOf(venue, {
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...LOG_ROUTES },
    authenticate,
    unknownPath: () => new KrakenError("notFound"),
    refusal,
    // Words: https://docs.kraken.com/api/docs/guides/futures-rest, its list of errors. Kraken does not say when to come back.
    faults: {
      busy: new KrakenError("unavailable"),
      "rate-limit": new KrakenError("apiLimitExceeded"),
      banned: new KrakenError("apiLimitExceeded"),
      "unknown-error": new KrakenError("Server Error"),
      maintenance: { status: 503, body: "Service Unavailable" },
    },
  });
}

function refusal(error: Refused, venue: KrakenVenue): SimulatedReply {
  const { message, code } = error;
  const serverTime = timeOf(venue.now());
  if (error instanceof KrakenOrderRefusal) {
    const sendStatus = { status: message, receivedTime: serverTime };
    return { status: 200, body: success(venue.now(), { sendStatus }) };
  }
  if (error instanceof KrakenSettingError) {
    const errors = [{ code, message }];
    return { status: 500, body: { status: "INTERNAL_SERVER_ERROR", result: "error", errors, serverTime } };
  }
  return { status: 200, body: { result: "error", error: message, serverTime } };
}
