import type { AlertIssue } from "../core/alert/alert-order.ts";
import type { OrderEvent, OrderRecord, OrderStatus } from "../core/execution/order-record.ts";
import type { AlertId, OrderId, UnixMs } from "../core/ids.ts";
import type { StatsTrade } from "../core/trade/summary.ts";
import type { Trade } from "../core/trade/trade.ts";
import type { TradeCells } from "../core/trade/trade-cells.ts";

/** So many followed orders of an account are looked through at once. Where there are as many, more may follow: what is not among them is no proof. */
export const MAX_FOLLOWED = 100;

/** What became of one good line. */
export interface AcceptedLine {
  readonly line: number;
  readonly orderId: OrderId;
  readonly account: string;
  readonly symbol: string;
}
/** A bad line, recorded as well: silence is the users' first complaint. */
export interface RejectedLine {
  readonly line: number;
  readonly text: string;
  readonly code: string;
  readonly message: string;
}

/** An alert as received, and what became of each line. */
export interface AlertRecord {
  readonly alertId: AlertId;
  readonly receivedAt: UnixMs;
  readonly text: string;
  readonly accepted: readonly AcceptedLine[];
  /** The first of them, where there are many. */
  readonly rejected: readonly RejectedLine[];
  /** How many more bad lines there were. */
  readonly unlisted?: number;
  readonly warnings: readonly AlertIssue[];
}

/** A body whose alert was opened. It is closed once an answer is about to be sent. */
export interface OpenAlert {
  readonly alertId: AlertId;
  readonly receivedAt: UnixMs;
}

/** What an idempotency key stands for. */
export interface KeyClaim {
  readonly orderId: OrderId;
  readonly alertId: AlertId;
  readonly line: number;
  readonly claimedAt: UnixMs;
}

/** Which trades are wanted; what is left out does not narrow. */
export interface TradeFilter {
  /** Configured spelling. */
  readonly account?: string;
  /** Unified symbol. */
  readonly symbol?: string;
  readonly status?: OrderStatus;
  /** The strategy's name, as typed. */
  readonly tag?: string;
  /** Received at or after. */
  readonly since?: UnixMs;
  /** Received before. */
  readonly until?: UnixMs;
  /** At most this many; the default is a page of 100. */
  readonly limit?: number;
  /** Where the last page ended. */
  readonly cursor?: string;
}

/** A page of orders. */
export interface OrderPage {
  /** Newest first. */
  readonly orders: readonly OrderRecord[];
  /** Present while there may be more. */
  readonly cursor?: string;
}

/** A page of trades. */
export interface TradePage {
  /** Newest first. */
  readonly trades: readonly Trade[];
  /** Present while there may be more. */
  readonly cursor?: string;
}

/** A page of trades as statistics read them. */
export interface StatsPage {
  /** Newest first. */
  readonly trades: readonly StatsTrade[];
  /** Present while there may be more. */
  readonly cursor?: string;
}

/** A page of trades as rows of cells. */
export interface CellsPage {
  /** Newest first. */
  readonly trades: readonly TradeCells[];
  /** Present while there may be more. */
  readonly cursor?: string;
}

/** Which alerts are wanted; what is left out does not narrow. */
export interface AlertFilter {
  /** Only alerts with a line that was refused. */
  readonly refused?: true;
  /** Received at or after. */
  readonly since?: UnixMs;
  /** At most this many; the default is a page of 50. */
  readonly limit?: number;
  /** Where the last page ended. */
  readonly cursor?: AlertId;
}

/** A page of alerts. */
export interface AlertPage {
  /** Newest first. */
  readonly alerts: readonly AlertRecord[];
  /** Present while there may be more. */
  readonly cursor?: AlertId;
}

/**
 * The system of record. Only single-item conditional writes; reads are consistent, those of listings apart. A method that
 * cannot store or read throws: the caller answers 503, or lets the queue bring the order again.
 */
export interface Ledger {
  /**
   * Puts the alert on record as open, before anything of it is stored or queued.
   * @returns the alerts of the same body that were open before it, oldest first.
   */
  openAlert(bodyHash: string, alert: OpenAlert): Promise<readonly OpenAlert[]>;
  /** Called when a 2xx or 4xx is about to be sent. */
  closeAlerts(bodyHash: string, alertIds: readonly AlertId[]): Promise<void>;
  /** @param orders - kept beside it: a ledger need not say twice what they say. */
  putAlert(alert: AlertRecord, orders?: readonly OrderRecord[]): Promise<void>;
  getAlert(alertId: AlertId): Promise<AlertRecord | undefined>;
  /** Eventually consistent. */
  listAlerts(filter: AlertFilter): Promise<AlertPage>;

  /**
   * Claims an idempotency key, already hashed with account and symbol, unless it was claimed at or after `since`.
   * @returns the claim that holds: this one, or the earlier.
   */
  claimKey(keyHash: string, claim: KeyClaim, since: UnixMs): Promise<KeyClaim>;

  /**
   * Stores a new order.
   * @param alert - the one it came with, kept beside it.
   * @returns "exists" when it is on record already; nothing is changed then.
   */
  createOrder(record: OrderRecord, alert?: AlertRecord): Promise<"created" | "exists">;
  getOrder(orderId: OrderId): Promise<OrderRecord | undefined>;
  /**
   * State and events change together, on the version that was read.
   * @param order - as it is to be, `newEvents` among its events; its version is the one that was read.
   * @returns false when another writer was first.
   */
  updateOrder(order: OrderRecord, newEvents: readonly OrderEvent[]): Promise<boolean>;

  /** What a listing shows of orders, by any filter: small, and cheap to read. */
  listTrades(filter: TradeFilter): Promise<TradePage>;
  /** The same trades, of each what statistics read and maybe no more: as cheap as the ledger can. */
  listStatsTrades(filter: TradeFilter): Promise<StatsPage>;
  /** The same trades as rows of a file: as cheap as the ledger can. */
  listTradeCells(filter: TradeFilter): Promise<CellsPage>;
  /** The same orders whole, with their stories. */
  listOrders(filter: TradeFilter): Promise<OrderPage>;
  /** The orders of these ids that are on record, in their order. */
  getOrders(orderIds: readonly OrderId[]): Promise<readonly OrderRecord[]>;
  /** An account's ended orders that are still followed, oldest first: at most `max`, received after `after`. */
  listFollowed(
    account: string,
    page: { readonly max: number; readonly after?: OrderId },
  ): Promise<readonly OrderRecord[]>;
  /** The order of the same account and symbol received just before this one. Eventually consistent. */
  findPreviousOrder(record: Pick<OrderRecord, "orderId" | "account" | "symbol">): Promise<OrderRecord | undefined>;
}
