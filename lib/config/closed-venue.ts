import { findVenue } from "../core/market/venue-table.ts";
import type { Account } from "../ports/account-store.ts";

/** What is said of an account at a host that its exchange has closed; one with an ENDPOINT of its own goes elsewhere. */
export function closedText({ exchange, endpoint }: Pick<Account, "exchange" | "endpoint">): string | undefined {
  const closed = endpoint === undefined ? findVenue(exchange)?.closed : undefined;
  return closed === undefined ? undefined : `EXCHANGE ${exchange}: ${closed}`;
}
