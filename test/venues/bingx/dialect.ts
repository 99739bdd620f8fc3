// How BingX answers: finds the route, checks who asks, words the faults.
import type { Fault } from "../faults.ts";
import { answerByRoute } from "../routes.ts";
import type { Dialect, SimulatedReply, SimulatedRequest } from "../venue-server.ts";
import { stringifyNumbers } from "../whole-number.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { checkSigned } from "./authenticate.ts";
import type { BingxAccount } from "./bingx-account.ts";
import { BingxError } from "./bingx-error.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import type { BingxVenue } from "./venue.ts";

/** Every answer tells how long its rate limit's window still lasts, milliseconds. */
const WINDOW = { "x-ratelimit-requests-remain": "499", "x-ratelimit-requests-expire": "10000" };

export function createDialect(venue: BingxVenue): Omit<Dialect, "admin"> {
  const answer = answerByRoute({
    venue,
    open: MARKET_ROUTES,
    signed: { ...ORDER_ROUTES, ...ACCOUNT_ROUTES },
    headers: WINDOW,
    wrap: (data) => ({ code: 0, msg: "", data }),
    authenticate: (request) => authenticate(venue, request),
    unknownPath: () => {
      throw new BingxError(100400, "this api is not exist", 404);
    },
    refusal: (error) => (error instanceof BingxError ? refusal(error) : undefined),
  });
  return {
    answer: (request) => answer({ ...request, path: request.path.replace(/^\/openApi/, "") }),
    faultReply,
    stringify: stringifyNumbers,
  };
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
