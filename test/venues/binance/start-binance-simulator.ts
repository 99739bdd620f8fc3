// A simulator of Binance USDⓈ-M futures' REST dialect over real HTTP, for tests and for trying whook without money.
// Matching is the engine of the paper venue. State lives in this process.
import { tick } from "../../../lib/adapters/paper/matching-engine.ts";
import type { Book, EngineFill, EngineOrder, VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import type { Fault } from "../faults.ts";
import type { Journal } from "../journal.ts";
import { type SimulatedReply, type SimulatedRequest, startVenueServer, type VenueServer } from "../venue-server.ts";
import { type BinanceAccount, type SimulatedAccount, stateOf } from "./binance-account.ts";
import { createDialect } from "./dialect.ts";
import { BinanceVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "simulated-binance-key-0001",
  secret: "simulated-binance-secret-0001",
} as const;

export interface BinanceSimulatorOptions {
  readonly port?: number;
  /** @default one account with {@link SIMULATED_KEYS} and 10,000 USDT */
  readonly accounts?: readonly SimulatedAccount[];
}

/** What tests may turn and look at. */
export interface BinanceControl {
  inject(fault: Fault): void;
  clearFaults(): void;
  /** Every answer takes at least this long, milliseconds. */
  setLatency(ms: number): void;
  /** Sets the book of Binance's symbol and lets resting orders fill. `liquidity`: contracts one market order finds. */
  setBook(symbol: string, book: Book): void;
  /** GET order answers -2013 for orders younger than this, milliseconds. */
  setLookUpLag(ms: number): void;
  /** How far Binance's clock is ahead of this machine's, milliseconds. */
  setClockOffset(ms: number): void;
  /** Every order the account ever placed, oldest first. */
  orders(apiKey?: string): readonly EngineOrder[];
  fills(apiKey?: string): readonly EngineFill[];
  state(settle?: string, apiKey?: string): VenueState;
}

export interface BinanceSimulator {
  readonly url: string;
  readonly journal: Journal;
  readonly control: BinanceControl;
  stop(): Promise<void>;
}

export async function startBinanceSimulator(options: BinanceSimulatorOptions = {}): Promise<BinanceSimulator> {
  const venue = new BinanceVenue(options.accounts ?? [SIMULATED_KEYS]);
  // The server is there before the first request can ask for it.
  const started: { server?: VenueServer; control?: BinanceControl } = {};
  const dialect = createDialect(venue, (request) => admin(request, started));
  const server = await startVenueServer(dialect, options.port === undefined ? {} : { port: options.port });
  const control = createControl(venue, server);
  Object.assign(started, { server, control });
  return { url: server.url, journal: server.journal, control, stop: () => server.stop() };
}

function createControl(venue: BinanceVenue, server: VenueServer): BinanceControl {
  return {
    inject: (fault) => server.faults.inject(fault),
    clearFaults: () => server.faults.clear(),
    setLatency: (ms) => server.setLatency(ms),
    setBook: (symbol, book) => {
      const { settle } = venue.market(symbol).instrument;
      venue.books.set(symbol, book);
      for (const account of venue.accounts.values()) {
        venue.apply(account, settle, tick(stateOf(account, settle), symbol, venue.context(account, symbol)));
      }
    },
    setLookUpLag: (ms) => {
      venue.lookUpLagMs = ms;
    },
    setClockOffset: (ms) => {
      venue.clockOffsetMs = ms;
    },
    orders: (apiKey) => [...accountOf(venue, apiKey).orders.values()],
    fills: (apiKey) => [...accountOf(venue, apiKey).fills],
    state: (settle = "USDT", apiKey) => stateOf(accountOf(venue, apiKey), settle),
  };
}

function accountOf(venue: BinanceVenue, apiKey: string | undefined): BinanceAccount {
  const account = apiKey === undefined ? [...venue.accounts.values()][0] : venue.accounts.get(apiKey);
  if (account === undefined) throw new Error("the simulator has no such account");
  return account;
}

/** `GET /_journal`, `GET /_orders`, `GET /_fills`, `GET /_state`; `POST /_fault`, `/_book` and `/_delays` take JSON. */
function admin(
  { method, path, body, params }: SimulatedRequest,
  { server, control }: { readonly server?: VenueServer; readonly control?: BinanceControl },
): SimulatedReply {
  if (server === undefined || control === undefined) return { status: 503, body: { error: "starting" } };
  switch (`${method} ${path}`) {
    case "GET /_journal":
      return { status: 200, body: server.journal.entries.map(({ answer: _answer, ...entry }) => entry) };
    case "GET /_orders":
      return { status: 200, body: control.orders(params.apiKey) };
    case "GET /_fills":
      return { status: 200, body: control.fills(params.apiKey) };
    case "GET /_state":
      return { status: 200, body: control.state(params.settle, params.apiKey) };
    case "POST /_fault":
      control.inject(JSON.parse(body) as Fault);
      return { status: 200, body: {} };
    case "POST /_book": {
      const { symbol, ...book } = JSON.parse(body) as Book & { symbol: string };
      control.setBook(symbol, book);
      return { status: 200, body: {} };
    }
    case "POST /_delays": {
      const { latencyMs, lookUpLagMs } = JSON.parse(body) as { latencyMs?: number; lookUpLagMs?: number };
      if (latencyMs !== undefined) control.setLatency(latencyMs);
      if (lookUpLagMs !== undefined) control.setLookUpLag(lookUpLagMs);
      return { status: 200, body: {} };
    }
    default:
      return { status: 404, body: { error: "no such page" } };
  }
}
