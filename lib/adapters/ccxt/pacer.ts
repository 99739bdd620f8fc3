// Requests wait here for their turn by the venue's own limits, so that a burst of alerts never meets a 429: orders, cancels and
// settings before reads, each of them in the order they came (docs/adr/0096-a-burst-waits-at-home.md).
import { LONGEST_TURN_MS } from "../../config/limits.ts";
import type { Clock } from "../../ports/clock.ts";
import { RateLimitExceeded } from "./ccxt.ts";
import type { RequestLimit } from "./request-limits.ts";
import { RequestPool } from "./request-pool.ts";

/** A request that was not sent, for its turn was too far off: as the venue's own refusal would be, but for free. */
export class TurnTooFarError extends RateLimitExceeded {
  /** How far. */
  readonly retryAfterMs: number;

  constructor(request: string, retryAfterMs: number) {
    super(`${request} has to wait its turn by the limits of the exchange`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Pools of an address, by the limit they are of: those who send from it share them. */
export type AddressPools = Map<string, RequestPool>;

interface Charge {
  readonly pool: RequestPool;
  readonly weight: number;
}

interface Waiting {
  readonly request: string;
  readonly charges: readonly Charge[];
  readonly isUrgent: boolean;
  readonly since: number;
  go(answered: (at: number) => void): void;
  refuse(error: TurnTooFarError): void;
}

/** Says when a request may go. */
export interface RequestPacer {
  /**
   * Does `work`, which asks the venue once, when its turn has come. @param request - method and path, as ccxt names them.
   * @throws TurnTooFarError when the turn is further off than whoever asks can wait; else what `work` throws.
   */
  run<T>(request: string, work: () => Promise<T>): Promise<T>;
}

/** The turns of one account's requests. */
export class Pacer implements RequestPacer {
  readonly #limits: readonly RequestLimit[];
  readonly #clock: Clock;
  readonly #address: { readonly pools: AddressPools; readonly key: string };
  readonly #pools = new Map<string, RequestPool>();
  #waiting: readonly Waiting[] = [];
  #wakesAt = Number.POSITIVE_INFINITY;

  constructor(options: {
    readonly limits: readonly RequestLimit[];
    readonly clock: Clock;
    /** Shared by the accounts of one address. @default none are */
    readonly addressPools?: AddressPools;
    /** Tells one venue's pools from another's there. */
    readonly venue?: string;
  }) {
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#address = { pools: options.addressPools ?? new Map(), key: options.venue ?? "" };
  }

  async run<T>(request: string, work: () => Promise<T>): Promise<T> {
    const charges = this.#chargesOf(request);
    if (charges.length === 0) return work();
    const answered = await this.#turn(request, charges);
    try {
      return await work();
    } finally {
      answered(this.#clock.now());
      this.#callNext();
    }
  }

  #turn(request: string, charges: readonly Charge[]): Promise<(at: number) => void> {
    return new Promise((resolve, reject) => {
      const isUrgent = !request.startsWith("GET ");
      const waiting = { request, charges, isUrgent, since: this.#clock.now(), go: resolve, refuse: reject };
      const [urgent, others] = [
        this.#waiting.filter((each) => each.isUrgent),
        this.#waiting.filter((each) => !each.isUrgent),
      ];
      this.#waiting = isUrgent ? [...urgent, waiting, ...others] : [...urgent, ...others, waiting];
      this.#callNext();
    });
  }

  /** Lets everybody go whose turn it is; nobody overtakes one who waits for the same. */
  #callNext(): void {
    const now = this.#clock.now();
    const taken = new Set<RequestPool>();
    const stay: Waiting[] = [];
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const waiting of this.#waiting) {
      const at = Math.max(...waiting.charges.map(({ pool, weight }) => pool.roomAt(weight, now)));
      if (at <= now && waiting.charges.every(({ pool }) => !taken.has(pool))) {
        const answers = waiting.charges.map(({ pool, weight }) => pool.take(weight));
        waiting.go((answeredAt) => {
          for (const answered of answers) answered(answeredAt);
        });
      } else if (at - waiting.since > LONGEST_TURN_MS) {
        waiting.refuse(new TurnTooFarError(waiting.request, at - now));
      } else {
        stay.push(waiting);
        for (const { pool } of waiting.charges) taken.add(pool);
        // One behind another goes when that one has gone.
        if (at > now) wakeAt = Math.min(wakeAt, at);
      }
    }
    this.#waiting = stay;
    this.#wake(wakeAt, now);
  }

  /** One sleeps for all. */
  #wake(at: number, now: number): void {
    if (at >= this.#wakesAt) return;
    this.#wakesAt = at;
    void this.#clock.sleep(at - now).then(() => {
      if (this.#wakesAt === at) this.#wakesAt = Number.POSITIVE_INFINITY;
      this.#callNext();
    });
  }

  #chargesOf(request: string): readonly Charge[] {
    return this.#limits.flatMap((limit, index) => {
      const weight = weightOf(limit, request);
      if (weight === 0) return [];
      const name = `${this.#address.key} ${index}${"each" in limit ? ` ${request}` : ""}`;
      const pools = limit.of === "address" ? this.#address.pools : this.#pools;
      const pool = pools.get(name) ?? new RequestPool(limit);
      pools.set(name, pool);
      return { pool, weight };
    });
  }
}

function weightOf(limit: RequestLimit, request: string): number {
  if ("each" in limit) return limit.each.includes(request) ? 1 : 0;
  return limit.weights[request] ?? limit.others ?? 0;
}
