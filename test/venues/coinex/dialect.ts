// How CoinEx answers: its routes, its refusals, the words for its faults. A refusal is HTTP 200: another status is the gateway's.
import { Refused } from "../refused.ts";
import { dialectOf } from "../routes.ts";
import type { Dialect } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import type { CoinexVenue } from "./venue.ts";

/** A list that comes in pages. */
export interface Page {
  readonly rows: readonly unknown[];
  readonly hasNext: boolean;
}

export function createDialect(venue: CoinexVenue): Omit<Dialect, "admin"> {
  return dialectOf(venue, {
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES },
    prefix: /^\/v2/,
    authenticate,
    unknownPath: () => new Refused(4009, "Abnormal request method"),
    wrap: (data) => ({
      code: 0,
      ...(isPage(data) ? { data: data.rows, pagination: { has_next: data.hasNext } } : { data }),
      message: "OK",
    }),
    refusal: ({ code, message }) => ({ status: 200, body: { code, data: {}, message } }),
    // Wording: https://docs.coinex.com/api/v2/error. CoinEx does not say when to come back.
    faults: {
      busy: new Refused(3007, "Service is not available during funding fee settlement. Please try again later."),
      "rate-limit": new Refused(4213, "The request is too frequent, please try again later."),
      banned: { status: 429, body: "Too Many Requests" },
      "unknown-error": new Refused(3008, "Service busy, please try again later."),
      maintenance: new Refused(4001, "Service unavailable, please try again later."),
    },
  });
}

function isPage(data: unknown): data is Page {
  return typeof data === "object" && data !== null && "hasNext" in data;
}
