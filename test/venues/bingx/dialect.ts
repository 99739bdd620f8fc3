// How BingX answers: its routes, its refusals, the words for its faults.
import { Refused } from "../refused.ts";
import { dialectOf, type FaultWords } from "../routes.ts";
import type { Dialect } from "../venue-server.ts";
import { stringifyNumbers } from "../whole-number.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { INCOME_ROUTES } from "./income-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import type { BingxVenue } from "./venue.ts";

/** Every answer tells how long its rate limit's window still lasts, milliseconds. */
const WINDOW = { "x-ratelimit-requests-remain": "499", "x-ratelimit-requests-expire": "10000" };

export function createDialect(venue: BingxVenue): Omit<Dialect, "admin"> {
  return dialectOf(venue, {
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...INCOME_ROUTES },
    prefix: /^\/openApi/,
    headers: WINDOW,
    stringify: stringifyNumbers,
    wrap: (data) => ({ code: 0, msg: "", data }),
    authenticate,
    unknownPath: () => new Refused(100400, "this api is not exist", 404),
    refusal: ({ code, message, status }) => ({ status, headers: WINDOW, body: { code, msg: message, data: {} } }),
    // HTTP statuses: https://bingx-api.github.io/docs/#/en-us/swapV2/base-info.html. No code of BingX's stands for "busy" alone.
    faults: {
      busy: new Refused(109415, "ETH-USDT is pause currently"),
      "rate-limit": tooMany(429),
      banned: tooMany(418),
      "unknown-error": new Refused(100500, "The current system is busy, please try again later"),
      maintenance: { status: 503, body: "Service Unavailable" },
    },
  });
}

function tooMany(status: number): FaultWords<BingxVenue> {
  return ({ retryAfterS }) => ({
    status,
    headers: { ...WINDOW, "x-ratelimit-requests-expire": String(retryAfterS * 1_000) },
    body: { code: 100410, msg: "rate limited", data: {} },
  });
}
