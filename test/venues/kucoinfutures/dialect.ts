// How KuCoin answers: its routes, its refusals, the words for its faults.
import { Refused } from "../refused.ts";
import { dialectOf, type FaultWords } from "../routes.ts";
import type { Dialect } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import type { KucoinVenue } from "./venue.ts";

export function createDialect(venue: KucoinVenue): Omit<Dialect, "admin"> {
  return dialectOf(venue, {
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES },
    wrap: (data) => ({ code: "200000", data }),
    authenticate,
    unknownPath: () => new Refused("404000", "Url Not Found", 404),
    refusal: ({ code, message, status }) => ({ status, body: { code, msg: message } }),
    // Source: https://www.kucoin.com/docs-new/rate-limit (headers, 429000, 1015) and the list of codes.
    faults: {
      busy: new Refused("300002", "Order placement/cancellation suspended, please try again later."),
      "rate-limit": tooMany("429000", "Too Many Requests"),
      banned: tooMany("1015", "cloudflare frequency limit"),
      "unknown-error": new Refused("500000", "Internal Server Error", 500),
      maintenance: { status: 503, body: "Service Unavailable" },
    },
  });
}

function tooMany(code: string, msg: string): FaultWords<KucoinVenue> {
  return ({ retryAfterS }) => {
    const reset = String(retryAfterS * 1_000);
    const headers = { "gw-ratelimit-limit": "2000", "gw-ratelimit-remaining": "0", "gw-ratelimit-reset": reset };
    return { status: 429, headers, body: { code, msg } };
  };
}
