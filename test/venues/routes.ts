// From a request to the route that answers it: the half of a dialect that is the same for every venue with a table of
// paths. A segment `{name}` of a path is a parameter.
import type { Dialect, SimulatedReply, SimulatedRequest } from "./venue-server.ts";

export type Params = Readonly<Record<string, string>>;
/** By method and path. A route throws the venue's own error to refuse. */
export type SignedRoutes<V, A> = Readonly<Record<string, (venue: V, account: A, params: Params) => unknown>>;
export type OpenRoutes<V> = Readonly<Record<string, (venue: V, params: Params) => unknown>>;

export interface RouteTable<V, A> {
  readonly venue: V;
  readonly open: OpenRoutes<V>;
  readonly signed: SignedRoutes<V, A>;
  /** Headers of every answer. @default none */
  readonly headers?: SimulatedReply["headers"];
  /** What the venue puts around a route's result. @default nothing */
  wrap?(result: unknown): unknown;
  /** @throws the venue's own error */
  authenticate(request: SimulatedRequest): A;
  /** @throws the venue's own error */
  unknownPath(request: SimulatedRequest): never;
  /** The venue's answer to `error`; undefined: it is none of the venue's own. */
  refusal(error: unknown): SimulatedReply | undefined;
}

/** Answers every request by its route. Anything thrown that is no refusal is the simulator's own fault. */
export function answerByRoute<V, A>(table: RouteTable<V, A>): Dialect["answer"] {
  const { headers = {} } = table;
  return (request) => {
    try {
      const result = resultOf(table, request);
      return { status: 200, headers, body: table.wrap === undefined ? result : table.wrap(result) };
    } catch (error) {
      const refusal = table.refusal(error);
      if (refusal === undefined) throw error;
      return { ...refusal, headers: { ...headers, ...refusal.headers } };
    }
  };
}

function resultOf<V, A>(table: RouteTable<V, A>, request: SimulatedRequest): unknown {
  const { venue } = table;
  const open = findRoute(table.open, request);
  if (open !== undefined) return open.route(venue, open.params);
  const signed = findRoute(table.signed, request);
  if (signed === undefined) return table.unknownPath(request);
  return signed.route(venue, table.authenticate(request), signed.params);
}

function findRoute<R>(
  routes: Readonly<Record<string, R>>,
  { method, path, params }: SimulatedRequest,
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
