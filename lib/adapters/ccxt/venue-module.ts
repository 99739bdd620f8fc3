// What one venue must say for itself. Everything else (funnel, cache, snapshot, look-ups) is shared. A venue is a folder:
// venue.ts returns the `VenueClient`, verdicts.ts says what its codes mean, answers.ts where its lists are, limits.ts how often it may be asked, checks.ts what
// `whook accounts check` asks; and one row in load-venue.ts for each EXCHANGE name. docs/adding-an-exchange.md has the steps.

import type { DecimalString } from "../../core/decimal.ts";
import type { UnixMs } from "../../core/ids.ts";
import type { AccountType } from "../../core/market/account-type.ts";
import type { CandleQuery } from "../../core/market/candle.ts";
import type { MarginMode, PositionMode } from "../../core/market/modes.ts";
import type { VenueTraits } from "../../core/market/venue-table.ts";
import type { PlaceStep } from "../../core/order/plan.ts";
import type { AccountMovement, MovementSpan } from "../../core/trade/account-movement.ts";
import type { AccountFinding, SnapshotOptions } from "../../ports/exchange.ts";
import type { Balances, CcxtClient, MarketInterface, Order, Position, Trade } from "./ccxt.ts";
import type { Meanings } from "./meaning.ts";
import type { RequestLimit } from "./request-limits.ts";

/** What a venue answered, before anything reads meaning into it. Header names are lower case. */
export interface VenueReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The venue's own word for no. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/**
 * Where a success has what was asked for: where it stands in the JSON, by field names with dots; "" is the whole answer. A list may be empty, an object not, nor a row. `nullIsEmpty`
 * only where a source shows the venue writing null for an empty list. `amount`: what each row must tell, for ccxt takes none for zero.
 */
export type ExpectedAnswer =
  | { readonly list: string; readonly nullIsEmpty?: true; readonly amount?: string }
  | { readonly object: string };

/** What answers must hold, by method and path. */
export type ExpectedAnswers = Readonly<Record<string, ExpectedAnswer>>;

/** How a client is made. `options` of ccxt are the venue file's business. */
export interface ClientConfig {
  readonly apiKey: string;
  readonly secret: string;
  readonly password?: string;
  /** Absent: the venue's first. Venues that keep their markets apart by it read those of this one. */
  readonly settle?: string;
  /** The mode the account wants. Venues that keep one leverage per mode read that of this one. */
  readonly marginMode?: MarginMode;
  /** Absent: the venue's first. */
  readonly accountType?: AccountType;
  /** Absent: the venue's first. */
  readonly region?: string;
}

/** How a venue with several types of accounts is asked which one it is (find-account-type.ts). */
export interface AccountTypeQuestion {
  /** Throws what ccxt throws when there is no answer: no answer is not "no". */
  ask(): Promise<AccountType>;
  /** Before the first call; or only when a refusal makes one doubt, where nearly all accounts are of the first type. */
  readonly when: "first" | "refused";
  /** The codes of such refusals. */
  readonly refusals: readonly string[];
}

/** What is set on the venue for one symbol; absent where the venue does not say. */
export interface VenueSettings {
  readonly leverage?: number;
  readonly marginMode?: MarginMode;
  readonly positionMode?: PositionMode;
  /** The symbol has a position in each margin mode. */
  readonly isSplit?: true;
}

/** Best prices; a missing side is left out. */
export interface VenuePrices {
  readonly bid?: DecimalString;
  readonly ask?: DecimalString;
  /** The answer had no place for either: it says nothing, also not that the book is empty. */
  readonly isUntold?: true;
}

/** Money in the settle coin. */
export interface VenueFunds {
  readonly equity: DecimalString;
  readonly free: DecimalString;
}

/**
 * One account's client with what is particular about its venue. Methods throw whatever ccxt throws: the funnel in
 * map-error.ts is the only place that judges errors.
 */
export interface VenueClient extends VenueReplies, VenueMarkets, VenueHoldings, VenueOrders, VenueSetters {
  readonly client: CcxtClient;
  /** What of the venue's row does not hold for this account: some settle coins are traded over another API. */
  readonly traits?: VenueTraits;
}

/** What the venue's answers mean, and how often it may be asked. */
interface VenueReplies {
  /** How often it may be asked. */
  readonly limits: readonly RequestLimit[];
  /** The venue's code table: looked at before ccxt's classes. */
  readonly verdicts: Meanings;
  /** The venue's own refusal in `reply`, or undefined when there is none in it (a gateway's page, a success). */
  findRefusal(reply: VenueReply): Refusal | undefined;
  /** Where the answers it reads have what was asked for. A success without that says nothing: no list is no empty list. */
  readonly answers: ExpectedAnswers;
  /** When to come back, for venues that do not say it in a Retry-After of whole seconds. */
  readRetryAfterMs?(reply: VenueReply): number | undefined;
}

/** What the venue lists, and at which price it trades. */
interface VenueMarkets {
  /** Extra fields of a raw market that ccxt itself reads when it makes a request: kept in the market cache. */
  readonly marketInfo: readonly string[];
  /**
   * The market with what the venue says of it and ccxt does not read: `leverages`, `countedInBase` and
   * `maxNotional` are fields of our own.
   */
  refineMarket?(market: MarketInterface): MarketInterface;
  /** Largest leverage by the venue's symbol, for venues whose markets do not carry it. */
  readMaxLeverages?(): Promise<Readonly<Record<string, number>>>;
  readPrices(symbol: string): Promise<VenuePrices>;
  /** What the venue's list of candles must be asked besides, so that it reaches back to `since`. @default ccxt asks from then on */
  candleParams?(query: CandleQuery, now: UnixMs): Readonly<Record<string, unknown>>;
}

/** What the account is, holds and has set. */
interface VenueHoldings {
  /** Absent: all accounts of the venue are of one type. */
  readonly typeQuestion?: AccountTypeQuestion;
  /** Positions in the account's settle coin. @default what ccxt's `fetchPositions` gives unasked */
  readPositions?(): Promise<readonly Position[]>;
  /** What is set for a symbol, for venues whose positions do not tell it all. */
  readSettings?(symbol: string, options?: SnapshotOptions): Promise<VenueSettings>;
  /** What the balance tells of the settings. */
  settingsInBalance?(balance: Balances): VenueSettings;
  /** What the rows of positions, flat ones included, tell about the symbol. It has the last word: an open position keeps its own. */
  settingsIn?(positions: readonly Position[], symbol: string): VenueSettings;
  /** Leverage and margin mode by the venue's symbol, for venues whose positions do not carry them. */
  readAllSettings?(): Promise<Readonly<Record<string, Pick<VenueSettings, "leverage" | "marginMode">>>>;
  /** The venue's settings that were remembered are asked anew. @returns whether any were. @default none are remembered */
  forgetSettings?(): boolean;
  /** The balance `fundsOf` looks into. @default what ccxt's `fetchBalance` gives unasked */
  readBalance?(): Promise<Balances>;
  /** Equity includes unrealised profit. A settle coin the venue leaves out is a balance of zero. */
  fundsOf(balance: Balances, settle: string): VenueFunds;
  /** Funding and transfers of the settle coin, at least of the stretch; a list that does not hold all of it is an error. @default nobody asks the venue */
  readMovements?(span: MovementSpan): Promise<readonly AccountMovement[]>;
  /** Each question is asked of the venue on its own: a failing one must not hide the others. */
  checkAccount(asked: AccountQuestion): readonly (() => Promise<readonly AccountFinding[]>)[];
}

/** How an order is written, found, filled and taken back. */
interface VenueOrders {
  /** How an order says that it must not trade at once. @default ccxt's `postOnly` */
  readonly postOnly?: Readonly<Record<string, unknown>>;
  /** Parameters of the order beyond client id, reduce-only and post-only. */
  orderParams?(step: PlaceStep): Readonly<Record<string, unknown>>;
  /** What a position may be worth in quote, by the venue's tiers that take the order's leverage. @default it lists none */
  readLimits?(symbol: string, step: PlaceStep): Promise<readonly DecimalString[]>;
  /**
   * Throws ccxt's OrderNotFound, or gives undefined, when the venue does not know the id. Where orders are only listed,
   * as far back as `since`: nothing of the order is older, by the venue's clock. A list that cannot be read to there is an
   * error: the order may be in the rest. Of several of one name it is that of `venueOrderId`, or the youngest. It is what ends an order, so it asks for size and status only, and for the price
   * where the order tells it; an order found by its fills brings them along as `trades`.
   * @param venueOrderId - when the venue has said it.
   */
  fetchOrder(symbol: string, clientOrderId: string, since: UnixMs, venueOrderId?: string): Promise<Order | undefined>;
  /**
   * What orders leave out: fees everywhere, and the average price on Kraken. Orders never wait for it: it may fail, be
   * forbidden or be behind, and is asked again. @default orders bring their fills along
   */
  fetchFills?(
    symbol: string,
    venueOrderId: string,
    since: UnixMs,
    /** Those that came with the order. */
    known?: readonly Trade[],
  ): Promise<readonly Trade[]>;
  /** Orders tell their fee: their fills are asked for only where one does not. @default false */
  readonly feeInOrder?: true;
  cancelOrder(symbol: string, clientOrderId: string): Promise<unknown>;
  /** Throws ccxt's OrderNotFound when it is not open. @default ccxt's `cancelOrder` */
  cancelByVenueId?(symbol: string, venueOrderId: string): Promise<unknown>;
  /** The open orders of every symbol of the account's markets, others' perhaps among them. "by-symbol": the venue does not list them. @default what ccxt's `fetchOpenOrders` gives unasked */
  readonly readOpenOrders?: (() => Promise<readonly Order[]>) | "by-symbol";
  /** Cancels what is open of a symbol, and says how much that was. @default ccxt's `cancelAllOrders`, when anything is open */
  cancelAllOrders?(symbol: string): Promise<number>;
}

/** What is set before an order. */
interface VenueSetters {
  setLeverage(symbol: string, leverage: number, marginMode: MarginMode): Promise<unknown>;
  setMarginMode(symbol: string, marginMode: MarginMode, leverage?: number): Promise<unknown>;
  setOneWayMode(symbol: string): Promise<unknown>;
}

/** What `checkAccount` needs to know. */
export interface AccountQuestion {
  readonly settle: string;
  readonly marginMode: MarginMode;
  now(): UnixMs;
}

/** Opens one account on the venue. */
export type OpenVenue = (config: ClientConfig) => VenueClient;
