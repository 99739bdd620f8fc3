// From a request to the route that answers it: a venue's dialect is a table of paths, refusals and words, and the rest is the
// same for all. A segment `{name}` of a path is a parameter.
import type { WordedFault } from "./faults.ts";
import { Refused } from "./refused.ts";
import type { Dialect, SimulatedReply, SimulatedRequest } from "./venue-server.ts";

export type Params = Readonly<Record<string, string>>;
/** By method and path. A route throws the venue's own refusal. */
export type SignedRoutes<V, A> = Readonly<
  Record<string, (venue: V, account: A, params: Params, request: SimulatedRequest) => unknown>
>;
export type OpenRoutes<V> = Readonly<Record<string, (venue: V, params: Params) => unknown>>;

/** How a venue words a fault: a no in its envelope, or a whole answer, with when to come back. */
export type FaultWords<V> =
  | Refused
  | SimulatedReply
  | ((told: { readonly venue: V; readonly retryAfterS: number }) => SimulatedReply);

/** A venue's way of speaking; what is said here is all that tells one simulator's HTTP from another's. */
export interface DialectTable<V, A> {
  readonly open: OpenRoutes<V>;
  readonly signed: SignedRoutes<V, A>;
  readonly faults: Readonly<Record<WordedFault["kind"], FaultWords<V>>>;
  /** What all paths begin with and the routes leave out. @default nothing */
  readonly prefix?: RegExp;
  /** Headers of every answer. @default none */
  readonly headers?: SimulatedReply["headers"];
  /** How a body is written. @default JSON.stringify */
  readonly stringify?: Dialect["stringify"];
  /** What the venue puts around a route's result. @default nothing */
  wrap?(result: unknown, venue: V): unknown;
  /** The account whose key signed the request. @throws Refused */
  authenticate(venue: V, request: SimulatedRequest): A;
  unknownPath(request: SimulatedRequest): Refused;
  /** The venue's answer to a request of `params` that it refuses. */
  refusal(refused: Refused, venue: V, params: Params): SimulatedReply;
}

/** Answers every request by its route. Anything thrown that is no refusal is the simulator's own fault. */
export function dialectOf<V, A>(venue: V, table: DialectTable<V, A>): Omit<Dialect, "admin"> {
  const { headers = {}, stringify = JSON.stringify } = table;
  const answer = (request: SimulatedRequest): SimulatedReply => {
    try {
      const result = resultOf(venue, table, request);
      return { status: 200, headers, body: table.wrap === undefined ? result : table.wrap(result, venue) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refusal = table.refusal(error, venue, request.params);
      return { ...refusal, headers: { ...headers, ...refusal.headers } };
    }
  };
  const faultReply = (fault: WordedFault): SimulatedReply => {
    const words = table.faults[fault.kind];
    if (words instanceof Refused) return table.refusal(words, venue, {});
    const retryAfterS = ("retryAfterS" in fault ? fault.retryAfterS : undefined) ?? 1;
    return typeof words === "function" ? words({ venue, retryAfterS }) : words;
  };
  return { answer, faultReply, stringify };
}

function resultOf<V, A>(venue: V, table: DialectTable<V, A>, request: SimulatedRequest): unknown {
  const path = table.prefix === undefined ? request.path : request.path.replace(table.prefix, "");
  const open = findRoute(table.open, request, path);
  if (open !== undefined) return open.route(venue, open.params);
  const signed = findRoute(table.signed, request, path);
  if (signed === undefined) throw table.unknownPath(request);
  return signed.route(venue, table.authenticate(venue, request), signed.params, request);
}

function findRoute<R>(
  routes: Readonly<Record<string, R>>,
  { method, params }: SimulatedRequest,
  path: string,
): { readonly route: R; readonly params: Params } | undefined {
  for (const [name, route] of Object.entries(routes)) {
    const named = matchPath(name, `${method} ${path}`);
    if (named !== undefined) return { route, params: { ...params, ...named } };
  }
  return undefined;
}

function matchPath(pattern: string, asked: string): Params | undefined {
  if (pattern === asked) return {};
  const [parts, segments] = [pattern.split("/"), asked.split("/")];
  if (!pattern.includes("{") || parts.length !== segments.length) return undefined;
  const named: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) named[part.slice(1, -1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return named;
}
