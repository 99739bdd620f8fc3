// A venue simulator over real HTTP: the dialect's answers, and what tests may turn and look at. State lives in this
// process.
import type { Book, EngineFill, EngineOrder, VenueState } from "../../lib/adapters/paper/venue-state.ts";
import type { Fault } from "./faults.ts";
import type { Journal } from "./journal.ts";
import { type DocumentedLimit, RequestCounter } from "./request-counter.ts";
import type { AccountSetup, SimulatedAccount, SimulatedMovement } from "./simulated-account.ts";
import type { SimulatedMarket, SimulatedVenue } from "./simulated-venue.ts";
import {
  type Dialect,
  type SimulatedReply,
  type SimulatedRequest,
  startVenueServer,
  type VenueServer,
} from "./venue-server.ts";

/** What tests may turn and look at. */
export interface SimulatorControl {
  inject(fault: Fault): void;
  clearFaults(): void;
  /** Every answer takes at least this long, milliseconds. */
  setLatency(ms: number): void;
  /** Sets the book of the venue's symbol and lets resting orders fill. `liquidity`: contracts one market order finds. */
  setBook(symbol: string, book: Book): void;
  /** Look-ups deny orders younger than this, milliseconds. */
  setLookUpLag(ms: number): void;
  /** Readings of positions show them as they were this long ago, milliseconds. */
  setPositionsLag(ms: number): void;
  /** How many of an order's fills the venue's lists show yet: they may be behind. */
  tellFills(told: SimulatedAccount["toldFills"]): void;
  /** Puts on record that money moved for no order. Without a key: of the first account. */
  move(movement: SimulatedMovement, apiKey?: string): void;
  /** Ends the markets that only give the list its real length. */
  delistFillers(): void;
  /** How far the venue's clock is ahead of this machine's, milliseconds. */
  setClockOffset(ms: number): void;
  /** Counts requests as the venue does, and refuses those that are too many. */
  limitRequests(limits: readonly DocumentedLimit[]): void;
  /** What `chooses` gives for a request goes wrong with it, where nothing injected does. */
  misbehave(chooses: (request: SimulatedRequest) => Fault | undefined): void;
  /** Another time than this machine's. */
  setClock(now: () => number): void;
  /** Every order the account ever placed, oldest first. Without a key: of the first account. */
  orders(apiKey?: string): readonly EngineOrder[];
  fills(apiKey?: string): readonly EngineFill[];
  state(settle?: string, apiKey?: string): VenueState;
}

export interface Simulator {
  readonly url: string;
  readonly journal: Journal;
  readonly control: SimulatorControl;
  stop(): Promise<void>;
}

export interface SimulatorOptions<S extends AccountSetup = AccountSetup> {
  readonly port?: number;
  /** @default one account with the venue's simulated keys and 10,000 of its first settle coin */
  readonly accounts?: readonly S[];
}

export async function startSimulator<M extends SimulatedMarket, S extends AccountSetup>(
  venue: SimulatedVenue<M, S>,
  dialect: Omit<Dialect, "admin">,
  port?: number,
): Promise<Simulator> {
  // The server is there before the first request can ask for it.
  const started: { server?: VenueServer; control?: SimulatorControl } = {};
  const answer: Dialect["answer"] = (request) =>
    isPositions(request) ? venue.whilePositionsLag(() => dialect.answer(request)) : dialect.answer(request);
  const whole: Dialect = { ...dialect, answer, admin: (request) => admin(request, started) };
  const server = await startVenueServer(whole, port === undefined ? {} : { port });
  const control = createControl(venue, server);
  Object.assign(started, { server, control });
  return { url: server.url, journal: server.journal, control, stop: () => server.stop() };
}

/** Every venue calls them so. */
function isPositions({ method, path }: SimulatedRequest): boolean {
  return method === "GET" && /position/i.test(path);
}

function createControl<M extends SimulatedMarket, S extends AccountSetup>(
  venue: SimulatedVenue<M, S>,
  server: VenueServer,
): SimulatorControl {
  return {
    inject: (fault) => server.faults.inject(fault),
    clearFaults: () => server.faults.clear(),
    setLatency: (ms) => server.setLatency(ms),
    setBook: (symbol, book) => venue.setBook(symbol, book),
    setLookUpLag: (ms) => {
      venue.lookUpLagMs = ms;
    },
    setPositionsLag: (ms) => {
      venue.positionsLagMs = ms;
    },
    tellFills: (told) => {
      for (const account of venue.accounts.values()) account.toldFills = told;
    },
    move: (movement, apiKey) => void accountOf(venue, apiKey).movements.push(movement),
    delistFillers: () => venue.delistFillers(),
    setClockOffset: (ms) => {
      venue.clockOffsetMs = ms;
    },
    limitRequests: (limits) => {
      const counter = new RequestCounter(limits);
      server.limitRequests((request) => counter.admits(request, venue.now()));
    },
    misbehave: (chooses) => server.misbehave(chooses),
    setClock: (now) => {
      venue.machineNow = now;
    },
    orders: (apiKey) => [...accountOf(venue, apiKey).orders.values()],
    fills: (apiKey) => [...accountOf(venue, apiKey).allFills],
    state: (settle, apiKey) => {
      const account = accountOf(venue, apiKey);
      return account.state(settle ?? String([...account.states.keys()][0]));
    },
  };
}

function accountOf<M extends SimulatedMarket, S extends AccountSetup>(
  venue: SimulatedVenue<M, S>,
  apiKey: string | undefined,
): SimulatedAccount<S> {
  const account = apiKey === undefined ? [...venue.accounts.values()][0] : venue.accounts.get(apiKey);
  if (account === undefined) throw new Error("the simulator has no such account");
  return account;
}

/** `GET /_journal`, `/_orders`, `/_fills`, `/_state`; `POST /_fault`, `/_book` and `/_delays` take JSON. */
function admin(
  { method, path, body, params }: SimulatedRequest,
  { server, control }: { readonly server?: VenueServer; readonly control?: SimulatorControl },
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
