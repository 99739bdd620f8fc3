import type { OrderId, UnixMs } from "../core/ids.ts";

/** One answer of a venue, or why there was none, as it is kept for a bug report. */
export interface VenueAnswer {
  readonly at: UnixMs;
  /** Method and path: what stands behind the path is signed, and holds the key. */
  readonly route: string;
  readonly status?: number;
  /** Its beginning, where it is long. */
  readonly body?: string;
  /** Why there was no answer, or none that could be read. */
  readonly fault?: string;
}

/** What venues answered while an order was worked on, for some days. */
export interface AnswerLog {
  /** @throws what the database throws. */
  keepAnswers(orderId: OrderId, answers: readonly VenueAnswer[]): Promise<void>;
  /** Oldest first. */
  listAnswers(orderId: OrderId): Promise<readonly VenueAnswer[]>;
}
