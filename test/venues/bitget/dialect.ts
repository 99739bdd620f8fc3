// How Bitget answers: one envelope with `code`, `msg`, `data` and its time; refusals with HTTP 400.
import { dialectOf } from "../routes.ts";
import type { Dialect } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { BILL_ROUTES } from "./bill-routes.ts";
import { refuse } from "./bitget-refusals.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { UNIFIED_MARKET_ROUTES, UNIFIED_ROUTES } from "./unified/routes.ts";
import type { BitgetVenue } from "./venue.ts";

export function createDialect(venue: BitgetVenue): Omit<Dialect, "admin"> {
  return dialectOf(venue, {
    open: { ...MARKET_ROUTES, ...UNIFIED_MARKET_ROUTES },
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...BILL_ROUTES, ...UNIFIED_ROUTES },
    authenticate,
    unknownPath: ({ path }) => refuse("40404", `Request URL NOT FOUND ${path}`, 404),
    wrap: (data) => ({ code: "00000", msg: "success", requestTime: venue.now(), data }),
    refusal: ({ code, message, status }) => ({
      status,
      body: { code, msg: message, requestTime: venue.now(), data: null },
    }),
    // Words: https://www.bitget.com/api-doc/contract/error-code/restapi. Bitget says nowhere when a limit ends.
    faults: {
      busy: refuse("40200", "Server upgrade, please try again later"),
      "rate-limit": refuse("429", "Too Many Requests", 429),
      banned: { status: 403, body: "<html>Forbidden</html>" },
      "unknown-error": refuse("40010", "Request timed out"),
      maintenance: refuse("40200", "Server upgrade, please try again later"),
    },
  });
}
