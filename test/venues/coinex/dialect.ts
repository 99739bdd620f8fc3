// How CoinEx answers: finds the route, checks who asks, words the faults.
import type { Fault } from "../faults.ts";
import type { Dialect, SimulatedReply, SimulatedRequest } from "../venue-server.ts";
import { ACCOUNT_ROUTES } from "./account-routes.ts";
import { checkSigned } from "./authenticate.ts";
import type { CoinexAccount } from "./coinex-account.ts";
import { CoinexError } from "./coinex-error.ts";
import { MARKET_ROUTES } from "./market-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import type { CoinexVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;
/** A list that comes in pages. */
export interface Page {
  readonly rows: readonly unknown[];
  readonly hasNext: boolean;
}
/** By method and path: gives `data` of the answer, or a page of it. A route throws CoinexError to refuse. */
export type Routes = Readonly<Record<string, (venue: CoinexVenue, account: CoinexAccount, params: Params) => unknown>>;
export type PublicRoutes = Readonly<Record<string, (venue: CoinexVenue, params: Params) => unknown>>;

const SIGNED: Routes = { ...ORDER_ROUTES, ...ACCOUNT_ROUTES };

export function createDialect(venue: CoinexVenue): Omit<Dialect, "admin"> {
  return { answer: (request) => answer(venue, request), faultReply, stringify: JSON.stringify };
}

function answer(venue: CoinexVenue, request: SimulatedRequest): SimulatedReply {
  try {
    const data = route(venue, request);
    const body = isPage(data) ? { data: data.rows, pagination: { has_next: data.hasNext } } : { data };
    return { status: 200, body: { code: 0, ...body, message: "OK" } };
  } catch (error) {
    if (error instanceof CoinexError) return refusal(error.code, error.message);
    throw error;
  }
}

function isPage(data: unknown): data is Page {
  return typeof data === "object" && data !== null && "hasNext" in data;
}

function route(venue: CoinexVenue, request: SimulatedRequest): unknown {
  const name = `${request.method} ${request.path.replace(/^\/v2/, "")}`;
  const open = MARKET_ROUTES[name];
  if (open !== undefined) return open(venue, request.params);
  const signed = SIGNED[name];
  if (signed === undefined) throw new CoinexError(4009, "Abnormal request method");
  return signed(venue, authenticate(venue, request), request.params);
}

function authenticate(venue: CoinexVenue, request: SimulatedRequest): CoinexAccount {
  const account = venue.accounts.get(String(request.headers["x-coinex-key"]));
  if (account === undefined) throw new CoinexError(4005, "Abnormal access_id");
  checkSigned(request, { secret: account.setup.secret, now: venue.now() });
  return account;
}

function refusal(code: number, message: string): SimulatedReply {
  return { status: 200, body: { code, data: {}, message } };
}

/** Wording: https://docs.coinex.com/api/v2/error. CoinEx does not say when to come back. */
function faultReply(
  fault: Extract<Fault, { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }>,
): SimulatedReply {
  switch (fault.kind) {
    case "busy":
      return refusal(3007, "Service is not available during funding fee settlement. Please try again later.");
    case "rate-limit":
      return refusal(4213, "The request is too frequent, please try again later.");
    case "banned":
      return { status: 429, body: "Too Many Requests" };
    case "unknown-error":
      return refusal(3008, "Service busy, please try again later.");
    case "maintenance":
      return refusal(4001, "Service unavailable, please try again later.");
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}
