// How BingX answers: finds the route, checks who asks, words the faults.
import type { Fault } from "../faults.ts";
import type { Dialect, SimulatedReply, SimulatedRequest } from "../venue-server.ts";
import { stringifyNumbers } from "../whole-number.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { checkSigned } from "./authenticate.ts";
import type { BingxAccount } from "./bingx-account.ts";
import { BingxError } from "./bingx-error.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import type { BingxVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;
/** By method and path: gives `data` of the answer. A route throws BingxError to refuse. */
export type Routes = Readonly<Record<string, (venue: BingxVenue, account: BingxAccount, params: Params) => unknown>>;
export type PublicRoutes = Readonly<Record<string, (venue: BingxVenue, params: Params) => unknown>>;

const SIGNED: Routes = { ...ORDER_ROUTES, ...ACCOUNT_ROUTES };
/** Every answer tells how long its rate limit's window still lasts, milliseconds. */
const WINDOW = { "x-ratelimit-requests-remain": "499", "x-ratelimit-requests-expire": "10000" };

export function createDialect(venue: BingxVenue): Omit<Dialect, "admin"> {
  return { answer: (request) => answer(venue, request), faultReply, stringify: stringifyNumbers };
}

function answer(venue: BingxVenue, request: SimulatedRequest): SimulatedReply {
  try {
    return { status: 200, headers: WINDOW, body: { code: 0, msg: "", data: route(venue, request) } };
  } catch (error) {
    if (error instanceof BingxError) return refusal(error);
    throw error;
  }
}

function route(venue: BingxVenue, request: SimulatedRequest): unknown {
  const name = `${request.method} ${request.path.replace(/^\/openApi/, "")}`;
  const open = MARKET_ROUTES[name];
  if (open !== undefined) return open(venue, request.params);
  const signed = SIGNED[name];
  if (signed === undefined) throw new BingxError(100400, "this api is not exist", 404);
  return signed(venue, authenticate(venue, request), request.params);
}

function authenticate(venue: BingxVenue, request: SimulatedRequest): BingxAccount {
  const account = venue.accounts.get(String(request.headers["x-bx-apikey"]));
  if (account === undefined) throw new BingxError(100413, "Incorrect apiKey");
  checkSigned(request, { secret: account.setup.secret, now: venue.now() });
  return account;
}

function refusal({ code, message, status }: BingxError): SimulatedReply {
  return { status, headers: WINDOW, body: { code, msg: message, data: {} } };
}

/** HTTP statuses: https://bingx-api.github.io/docs/#/en-us/swapV2/base-info.html. No code of BingX's stands for "busy" alone. */
function faultReply(
  fault: Extract<Fault, { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }>,
): SimulatedReply {
  switch (fault.kind) {
    case "busy":
      return refusal(new BingxError(109415, "ETH-USDT is pause currently"));
    case "rate-limit":
    case "banned": {
      const headers = { ...WINDOW, "x-ratelimit-requests-expire": String((fault.retryAfterS ?? 1) * 1_000) };
      const body = { code: 100410, msg: "rate limited", data: {} };
      return { status: fault.kind === "banned" ? 418 : 429, headers, body };
    }
    case "unknown-error":
      return refusal(new BingxError(100500, "The current system is busy, please try again later"));
    case "maintenance":
      return { status: 503, body: "Service Unavailable" };
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}
