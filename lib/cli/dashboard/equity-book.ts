import { type UnixMs, unixMs } from "../../core/ids.ts";
import type { EquitySnapshot } from "../../core/trade/equity-snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import type { BackendLease } from "./backend-lease.ts";

/** A new reading comes every quarter of an hour: what was read is shown this long. */
const FRESH_MS = 60_000;

/** Every account's readings, read whole once and then only what is new. */
export class EquityBook {
  readonly #lease: BackendLease;
  readonly #clock: Pick<Clock, "now">;
  readonly #byAccount = new Map<string, readonly EquitySnapshot[]>();
  #readAt: UnixMs | undefined;
  #reading: Promise<void> | undefined;

  constructor(lease: BackendLease, clock: Pick<Clock, "now">) {
    this.#lease = lease;
    this.#clock = clock;
  }

  /** By account, oldest first. @throws Error in words for a person. */
  async read(): Promise<ReadonlyMap<string, readonly EquitySnapshot[]>> {
    const isFresh = this.#readAt !== undefined && this.#clock.now() - this.#readAt < FRESH_MS;
    if (isFresh) return this.#byAccount;
    this.#reading ??= this.#readNew().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
    return this.#byAccount;
  }

  async #readNew(): Promise<void> {
    await this.#lease.use(async (backend) => {
      const [log, accounts] = await Promise.all([backend.equity(), backend.listAccounts()]);
      for (const { id } of accounts) {
        const known = this.#byAccount.get(id) ?? [];
        const since = unixMs((known.at(-1)?.at ?? -1) + 1);
        this.#byAccount.set(id, [...known, ...(await log.listEquity({ account: id, since }))]);
      }
    });
    this.#readAt = this.#clock.now();
  }
}
