// How OKX answers: finds the route, checks who asks, words the faults.
import type { Fault } from "../faults.ts";
import type { Dialect, SimulatedReply, SimulatedRequest } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { apiKeyOf, checkSigned } from "./authenticate.ts";
import { BILL_ROUTES } from "./bill-routes.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import type { OkxAccount } from "./okx-account.ts";
import { OkxError, OkxOrderError } from "./okx-error.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { acknowledgement, envelope } from "./shapes.ts";
import type { OkxVenue } from "./venue.ts";

/** By method and path. A route gives the rows of `data`, or a whole envelope, and throws OkxError to refuse. */
export type Routes = Readonly<
  Record<string, (venue: OkxVenue, account: OkxAccount, request: SimulatedRequest) => unknown>
>;
export type PublicRoutes = Readonly<Record<string, (venue: OkxVenue, request: SimulatedRequest) => unknown>>;

const SIGNED: Routes = { ...ORDER_ROUTES, ...ACCOUNT_ROUTES, ...BILL_ROUTES };

export function createDialect(venue: OkxVenue): Omit<Dialect, "admin"> {
  return { answer: (request) => answer(venue, request), faultReply, stringify: JSON.stringify };
}

function answer(venue: OkxVenue, request: SimulatedRequest): SimulatedReply {
  try {
    const told = route(venue, request);
    return { status: 200, body: Array.isArray(told) ? envelope(told) : told };
  } catch (error) {
    if (error instanceof OkxError) return refusal(error, request);
    throw error;
  }
}

function route(venue: OkxVenue, request: SimulatedRequest): unknown {
  const name = `${request.method} ${request.path}`;
  const open = MARKET_ROUTES[name];
  if (open !== undefined) return open(venue, request);
  const signed = SIGNED[name];
  if (signed === undefined) throw new OkxError("404", "Not Found", 404);
  return signed(venue, authenticate(venue, request), request);
}

function authenticate(venue: OkxVenue, request: SimulatedRequest): OkxAccount {
  const account = venue.accounts.get(apiKeyOf(request));
  if (account === undefined) throw new OkxError("50111", "Invalid OK-ACCESS-KEY", 401);
  checkSigned(request, account, venue.now());
  return account;
}

function refusal(error: OkxError, { params }: SimulatedRequest): SimulatedReply {
  const { code, message, status } = error;
  if (!(error instanceof OkxOrderError)) return { status, body: envelope([], { code, msg: message }) };
  const row = acknowledgement({ clOrdId: params.clOrdId ?? "", ordId: "", sCode: code, sMsg: message });
  return { status, body: envelope([row], { code: "1", msg: "All operations failed" }) };
}

/** Words and statuses: https://www.okx.com/docs-v5/en/#error-code-rest-api-public. OKX does not say when to come back. */
function faultReply(
  fault: Extract<Fault, { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }>,
): SimulatedReply {
  switch (fault.kind) {
    case "busy":
      return failed(429, "50013", "Systems are busy. Please try again later.");
    case "rate-limit":
    case "banned":
      return failed(429, "50011", "Too Many Requests");
    case "unknown-error": {
      const words =
        "API endpoint request timeout. (does not mean that the request was successful or failed, please check the request result).";
      return failed(400, "50004", words);
    }
    case "maintenance":
      return failed(503, "50001", "Service temporarily unavailable. Please try again later.");
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}

function failed(status: number, code: string, msg: string): SimulatedReply {
  return { status, body: envelope([], { code, msg }) };
}
