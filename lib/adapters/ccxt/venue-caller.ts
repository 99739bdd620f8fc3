import type { Credentials } from "../../core/credentials.ts";
import type { OrderFailure } from "../../core/failure.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { type CallPurpose, mapError } from "./map-error.ts";
import { recordCall } from "./venue-call.ts";
import type { VenueClient } from "./venue-module.ts";

/** Runs calls of one account's venue and turns whatever they throw into failures. */
export class VenueCaller {
  readonly #exchange: string;
  readonly #venue: VenueClient;
  readonly #credentials: Credentials;
  readonly #onStaleMarkets: () => void;

  constructor(options: {
    readonly exchange: string;
    readonly venue: VenueClient;
    readonly credentials: Credentials;
    /** The venue's answer says that the markets we hold are out of date. */
    onStaleMarkets(): void;
  }) {
    this.#exchange = options.exchange;
    this.#venue = options.venue;
    this.#credentials = options.credentials;
    this.#onStaleMarkets = options.onStaleMarkets;
  }

  /** @returns what `work` gives, or why it failed. A setting that was so already gives `undefined`. */
  async run<T>(purpose: CallPurpose, work: () => Promise<T>): Promise<Result<T | undefined, OrderFailure>> {
    return recordCall(async (call) => {
      try {
        return ok(await work());
      } catch (error) {
        const credentials = this.#credentials;
        const [exchange, venue, now] = [this.#exchange, this.#venue, this.#venue.client.milliseconds()];
        const outcome = mapError(error, { purpose, call, exchange, venue, credentials, now });
        if (outcome.kind === "done") return ok(undefined);
        if (outcome.staleMarkets) this.#onStaleMarkets();
        if (outcome.failure.code === "CLOCK_SKEW") await this.#setClock();
        return err(outcome.failure);
      }
    });
  }

  /** A read always has a value when it succeeds. */
  async read<T>(work: () => Promise<T>): Promise<Result<T, OrderFailure>> {
    const read = await this.run("read", async () => ({ value: await work() }));
    if (!read.ok) return read;
    if (read.value === undefined) throw new Error("a read was taken for a setting");
    return ok(read.value.value);
  }

  /** From here on requests carry the venue's time. When it cannot be read, the next refusal tries again. */
  async #setClock(): Promise<void> {
    try {
      await recordCall(() => this.#venue.client.loadTimeDifference());
    } catch {
      // The failure being reported already says what is wrong.
    }
  }
}
