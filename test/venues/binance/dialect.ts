// How Binance answers: finds the route, checks who asks, words the faults.
import type { Fault } from "../faults.ts";
import type { Dialect, SimulatedReply, SimulatedRequest } from "../venue-server.ts";
import { stringifyNumbers } from "../whole-number.ts";
import { settingRoutes, USD_M_ROUTES } from "./account-routes.ts";
import { apiKeyOf, checkSigned } from "./authenticate.ts";
import type { BinanceAccount } from "./binance-account.ts";
import { BinanceError } from "./binance-error.ts";
import { COIN_M_MARKET_ROUTES, COIN_M_ROUTES } from "./coin-m-routes.ts";
import { incomeRoutes } from "./income-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { PORTFOLIO_ROUTES } from "./portfolio-routes.ts";
import type { BinanceVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;
/** By method and path. A route throws BinanceError to refuse. */
export type Routes = Readonly<
  Record<string, (venue: BinanceVenue, account: BinanceAccount, params: Params) => unknown>
>;
export type PublicRoutes = Readonly<Record<string, (venue: BinanceVenue, params: Params) => unknown>>;

const OPEN: PublicRoutes = { ...MARKET_ROUTES, ...COIN_M_MARKET_ROUTES };
const SIGNED: Routes = {
  ...USD_M_ROUTES,
  ...orderRoutes("fapi"),
  ...settingRoutes("fapi"),
  ...incomeRoutes("fapi"),
  ...COIN_M_ROUTES,
  ...orderRoutes("dapi"),
  ...settingRoutes("dapi"),
  ...incomeRoutes("dapi"),
  ...PORTFOLIO_ROUTES,
};

export function createDialect(venue: BinanceVenue): Omit<Dialect, "admin"> {
  return { answer: (request) => answer(venue, request), faultReply, stringify: stringifyNumbers };
}

function answer(venue: BinanceVenue, request: SimulatedRequest): SimulatedReply {
  try {
    return { status: 200, body: route(venue, request) };
  } catch (error) {
    if (error instanceof BinanceError) return refusal(error);
    throw error;
  }
}

function route(venue: BinanceVenue, request: SimulatedRequest): unknown {
  const name = `${request.method} ${request.path}`;
  const open = OPEN[name];
  if (open !== undefined) return open(venue, request.params);
  const signed = SIGNED[name];
  if (signed === undefined)
    throw new BinanceError(-5000, `Path ${request.path}, Method ${request.method} is invalid`, 404);
  return signed(venue, authenticate(venue, request), request.params);
}

function authenticate(venue: BinanceVenue, request: SimulatedRequest): BinanceAccount {
  const account = venue.accounts.get(apiKeyOf(request));
  if (account === undefined || isOfOtherType(account, request.path)) {
    throw new BinanceError(-2015, "Invalid API-key, IP, or permissions for action, request ip: 127.0.0.1", 401);
  }
  checkSigned(request, { secret: account.setup.secret, now: venue.now() });
  return account;
}

/** A portfolio margin account's keys open papi and no other futures API, a classic account's never papi. */
function isOfOtherType({ setup }: BinanceAccount, path: string): boolean {
  return !path.startsWith("/sapi/") && path.startsWith("/papi/") !== (setup.isPortfolio === true);
}

function refusal({ code, message, status }: BinanceError): SimulatedReply {
  return { status, body: { code, msg: message } };
}

/** Source of the wording: general-info, "HTTP Return Codes" and "503". */
function faultReply(
  fault: Extract<Fault, { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }>,
): SimulatedReply {
  switch (fault.kind) {
    case "busy":
      return {
        status: 503,
        body: {
          code: -1008,
          msg: "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.",
        },
      };
    case "rate-limit":
    case "banned": {
      const status = fault.kind === "banned" ? 418 : 429;
      const headers = { "retry-after": String(fault.retryAfterS ?? 1) };
      return {
        status,
        headers,
        body: { code: -1003, msg: "Too many requests; current limit is 2400 requests per minute." },
      };
    }
    case "unknown-error":
      return { status: 503, body: "Unknown error, please check your request or try again later." };
    case "maintenance":
      return { status: 503, body: "Service Unavailable." };
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}
