import type { Clock } from "../../ports/clock.ts";
import type { Asset } from "./assets.ts";
import type { BackendLease } from "./backend-lease.ts";
import type { GuardOptions } from "./guard-requests.ts";
import type { PositionWatch } from "./position-watch.ts";
import type { TradeBook } from "./trade-book.ts";

/** What the pages are made of. */
export interface DashboardDeps extends GuardOptions {
  readonly lease: BackendLease;
  readonly book: TradeBook;
  readonly positions: PositionWatch;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly clock: Clock;
}
