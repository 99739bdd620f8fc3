// How Bybit answers: one envelope with `retCode`, `retMsg`, `result` and its time, refusals with HTTP 200.
import { Refused } from "../refused.ts";
import { dialectOf } from "../routes.ts";
import type { Dialect, SimulatedReply } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { LOG_ROUTES } from "./log-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import type { BybitVenue } from "./venue.ts";

const TOO_MANY = new Refused("10006", "Too many visits. Exceeded the API Rate Limit.");

export function createDialect(venue: BybitVenue): Omit<Dialect, "admin"> {
  return dialectOf(venue, {
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...LOG_ROUTES },
    authenticate,
    unknownPath: ({ path }) => new Refused("10017", `Route not found: ${path}`, 404),
    wrap: (result) => ({ retCode: 0, retMsg: "OK", result, retExtInfo: {}, time: venue.now() }),
    refusal,
    // Words: https://bybit-exchange.github.io/docs/v5/error; headers and the ban: .../docs/v5/rate-limit.
    faults: {
      busy: new Refused(
        "429",
        "The trading service is experiencing a high server load. Please retry if you encounter this issue.",
      ),
      "rate-limit": ({ retryAfterS }) => {
        const now = venue.now();
        const headers = {
          "x-bapi-limit": "10",
          "x-bapi-limit-status": "0",
          "x-bapi-limit-reset-timestamp": String(now + retryAfterS * 1_000),
        };
        return { ...refusal(TOO_MANY, { now: () => now }), headers };
      },
      banned: { status: 403, body: "<html>403, access too frequent</html>" },
      "unknown-error": new Refused("10000", "Server Timeout"),
      maintenance: { status: 503, body: "<html>Service Unavailable</html>" },
    },
  });
}

function refusal({ code, message, status }: Refused, venue: Pick<BybitVenue, "now">): SimulatedReply {
  return { status, body: { retCode: Number(code), retMsg: message, result: {}, retExtInfo: {}, time: venue.now() } };
}
