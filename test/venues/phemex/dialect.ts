// How Phemex answers: its routes, its refusals, the words for its faults.
import { Refused } from "../refused.ts";
import { dialectOf } from "../routes.ts";
import type { Dialect } from "../venue-server.ts";
import { stringifyNumbers } from "../whole-number.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { CONTRACT_MARKET_ROUTES, CONTRACT_ROUTES } from "./contract-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { RequestLimits } from "./request-limits.ts";
import type { PhemexVenue } from "./venue.ts";

export function createDialect(venue: PhemexVenue): Omit<Dialect, "admin"> {
  const dialect = dialectOf(venue, {
    open: { ...MARKET_ROUTES, ...CONTRACT_MARKET_ROUTES },
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...CONTRACT_ROUTES },
    stringify: stringifyNumbers,
    authenticate,
    unknownPath: () => new Refused("404", "Not Found", 404),
    refusal: ({ code, message, status }) => ({
      status,
      body: { code: status === 401 ? code : Number(code), msg: message, data: null },
    }),
    // Source: https://phemex-docs.github.io/#http-return-codes (429 with its header, 403, 5xx) and the list of codes.
    faults: {
      busy: new Refused("11024", "TE_REJECT_DUE_TO_IN_PROCESS_OF_ADL"),
      "rate-limit": ({ retryAfterS }) => ({
        status: 429,
        headers: {
          "x-ratelimit-remaining-contract": "0",
          "x-ratelimit-capacity-contract": "500",
          "x-ratelimit-retry-after-contract": String(retryAfterS),
        },
        body: "Too many requests",
      }),
      banned: { status: 403, body: "<html><body>403 Forbidden</body></html>" },
      "unknown-error": new Refused("39999", "Please try again."),
      maintenance: { status: 503, body: "Service Unavailable" },
    },
  });
  const limits = new RequestLimits(venue);
  return {
    ...dialect,
    answer: (request) =>
      venue.limitsRequests === true ? limits.answer(request, dialect.answer) : dialect.answer(request),
  };
}
