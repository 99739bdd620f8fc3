// The HTTP half of a venue simulator: reads requests, injects faults, writes the journal. What the answers are is the
// dialect's business. Listens on 127.0.0.1 only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, FaultPlan, type WordedFault } from "./faults.ts";
import { Journal } from "./journal.ts";

export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  /** Query, form and JSON fields together, all as text. */
  readonly params: Readonly<Record<string, string>>;
  /** What the client signed: the query, then the body, as sent. */
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
}

export interface SimulatedReply {
  readonly status: number;
  /** A string is sent as it is, anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One venue's way of speaking. */
export interface Dialect {
  answer(request: SimulatedRequest): SimulatedReply;
  /** How the venue words the faults that are its own. */
  faultReply(fault: WordedFault): SimulatedReply;
  stringify(body: unknown): string;
  /** Paths under `/_` are the simulator's own: for people and for tests in another process. Not in the journal. */
  admin(request: SimulatedRequest): SimulatedReply;
}

export interface VenueServer {
  readonly url: string;
  readonly journal: Journal;
  readonly faults: FaultPlan;
  /** Every answer takes at least this long, milliseconds. */
  setLatency(ms: number): void;
  /** From now on a request is refused as one too many where `admits` says no. */
  limitRequests(admits: (request: SimulatedRequest) => boolean): void;
  /** From now on what `chooses` gives for a request goes wrong with it, where nothing else does. */
  misbehave(chooses: (request: SimulatedRequest) => Fault | undefined): void;
  stop(): Promise<void>;
}

const PAGE = "<html><body><h1>Just a moment...</h1></body></html>";

export async function startVenueServer(
  dialect: Dialect,
  { port = 0 }: { readonly port?: number } = {},
): Promise<VenueServer> {
  const journal = new Journal();
  const faults = new FaultPlan();
  const state: { latencyMs: number; admits: Serving["admits"]; chooses: Serving["chooses"] } = {
    latencyMs: 0,
    admits: () => true,
    chooses: () => undefined,
  };
  const server = createServer((incoming, outgoing) => {
    serve({ dialect, journal, faults, ...state }, incoming, outgoing).catch((error: unknown) => {
      outgoing.statusCode = 599;
      outgoing.end(`the simulator broke: ${String(error)}`);
    });
  });
  await listen(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    journal,
    faults,
    setLatency: (ms) => {
      state.latencyMs = ms;
    },
    limitRequests: (admits) => {
      state.admits = admits;
    },
    misbehave: (chooses) => {
      state.chooses = chooses;
    },
    stop: () => stop(server),
  };
}

interface Serving {
  readonly dialect: Dialect;
  readonly journal: Journal;
  readonly faults: FaultPlan;
  readonly latencyMs: number;
  readonly admits: (request: SimulatedRequest) => boolean;
  readonly chooses: (request: SimulatedRequest) => Fault | undefined;
}

async function serve(serving: Serving, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { dialect, journal, faults, latencyMs, admits, chooses } = serving;
  const startedAt = performance.now();
  const request = await readRequest(incoming);
  if (request.path.startsWith("/_")) {
    send(dialect.admin(request), { outgoing, fault: undefined, stringify: dialect.stringify });
    return;
  }
  const fault = admits(request)
    ? (faults.take(request.method, request.path) ?? chooses(request))
    : ({ kind: "rate-limit" } as const);
  if (latencyMs > 0) await sleep(latencyMs);
  if (fault?.kind === "slow") await sleep(fault.ms);
  const reply = replyTo(request, fault, dialect);
  const { signature: _signature, ...params } = request.params;
  journal.add({
    method: request.method,
    path: request.path,
    params,
    startedAt,
    endedAt: performance.now(),
    ...(reply === undefined ? {} : { status: reply.status, answer: reply.body }),
    ...(fault === undefined ? {} : { fault: fault.kind }),
  });
  send(reply, { outgoing, fault, stringify: dialect.stringify });
}

/** The answer, after the request was carried out or not as the fault says; undefined: none is sent. */
function replyTo(request: SimulatedRequest, fault: Fault | undefined, dialect: Dialect): SimulatedReply | undefined {
  switch (fault?.kind) {
    case undefined:
    case "slow":
    case "cut-body":
      return dialect.answer(request);
    case "drop-before":
      return undefined;
    case "drop-after":
      dialect.answer(request);
      return undefined;
    case "html":
      if (fault.isTaken) dialect.answer(request);
      return { status: 200, body: PAGE, headers: { "content-type": "text/html" } };
    case "unknown-error":
      if (fault.isTaken) dialect.answer(request);
      return dialect.faultReply(fault);
    case "busy":
    case "rate-limit":
    case "banned":
    case "maintenance":
      return dialect.faultReply(fault);
    case "reply":
      if (fault.isTaken === true) dialect.answer(request);
      return {
        status: fault.status,
        body: fault.body,
        ...(fault.headers === undefined ? {} : { headers: fault.headers }),
      };
    default:
      fault satisfies never;
      throw new Error(`unknown fault ${JSON.stringify(fault)}`);
  }
}

function send(
  reply: SimulatedReply | undefined,
  {
    outgoing,
    fault,
    stringify,
  }: { readonly outgoing: ServerResponse; readonly fault: Fault | undefined; stringify(body: unknown): string },
): void {
  if (reply === undefined) {
    outgoing.destroy();
    return;
  }
  const text = typeof reply.body === "string" ? reply.body : stringify(reply.body);
  outgoing.writeHead(reply.status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    ...reply.headers,
  });
  if (fault?.kind !== "cut-body") {
    outgoing.end(text);
    return;
  }
  outgoing.write(text.slice(0, Math.floor(text.length / 2)), () => outgoing.destroy());
}

async function readRequest(incoming: IncomingMessage): Promise<SimulatedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString("utf8");
  const [path = "/", query = ""] = (incoming.url ?? "/").split("?");
  const params = {
    ...Object.fromEntries(new URLSearchParams(query)),
    ...fieldsOf(body, incoming.headers["content-type"] ?? ""),
  };
  return { method: incoming.method ?? "GET", path, params, query, body, headers: incoming.headers };
}

function fieldsOf(body: string, contentType: string): Record<string, string> {
  if (contentType.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  if (!contentType.startsWith("application/json") || !body.startsWith("{")) return {};
  const fields = Object.entries(JSON.parse(body) as Record<string, unknown>);
  return Object.fromEntries(
    fields.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
