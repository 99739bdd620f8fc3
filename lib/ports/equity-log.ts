import type { UnixMs } from "../core/ids.ts";
import type { EquitySnapshot } from "../core/trade/equity-snapshot.ts";

/** Whose equity is asked for, from when on. */
export interface EquityQuery {
  readonly account: string;
  readonly since: UnixMs;
}

/** What accounts had, over time: a supplement, kept a bounded time, on which no order leans. */
export interface EquityLog {
  /** Of the same account and moment the last one stands. */
  keepEquity(snapshot: EquitySnapshot): Promise<void>;
  /** Oldest first. Account names are the same in any case. */
  listEquity(query: EquityQuery): Promise<readonly EquitySnapshot[]>;
}
