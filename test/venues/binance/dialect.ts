// How Binance answers: its routes, its refusals, the words for its faults.
import { dialectOf, type FaultWords } from "../routes.ts";
import type { Dialect } from "../venue-server.ts";
import { stringifyNumbers } from "../whole-number.ts";
import { settingRoutes, USD_M_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { refuse } from "./binance-refusals.ts";
import { COIN_M_MARKET_ROUTES, COIN_M_ROUTES } from "./coin-m-routes.ts";
import { incomeRoutes } from "./income-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { PORTFOLIO_ROUTES } from "./portfolio-routes.ts";
import type { BinanceVenue } from "./venue.ts";

export function createDialect(venue: BinanceVenue): Omit<Dialect, "admin"> {
  return dialectOf(venue, {
    open: { ...MARKET_ROUTES, ...COIN_M_MARKET_ROUTES },
    signed: {
      ...USD_M_ROUTES,
      ...orderRoutes("fapi"),
      ...settingRoutes("fapi"),
      ...incomeRoutes("fapi"),
      ...COIN_M_ROUTES,
      ...orderRoutes("dapi"),
      ...settingRoutes("dapi"),
      ...incomeRoutes("dapi"),
      ...PORTFOLIO_ROUTES,
    },
    stringify: stringifyNumbers,
    authenticate,
    unknownPath: ({ path, method }) => refuse(-5000, `Path ${path}, Method ${method} is invalid`, 404),
    refusal: ({ code, message, status }) => ({ status, body: { code, msg: message } }),
    // Source of the wording: general-info, "HTTP Return Codes" and "503".
    faults: {
      busy: refuse(
        -1008,
        "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.",
        503,
      ),
      "rate-limit": tooMany(429),
      banned: tooMany(418),
      "unknown-error": { status: 503, body: "Unknown error, please check your request or try again later." },
      maintenance: { status: 503, body: "Service Unavailable." },
    },
  });
}

function tooMany(status: number): FaultWords<BinanceVenue> {
  return ({ retryAfterS }) => ({
    status,
    headers: { "retry-after": String(retryAfterS) },
    body: { code: -1003, msg: "Too many requests; current limit is 2400 requests per minute." },
  });
}
