// whook's planning, retries, records and follower in front of a simulated venue, over real ccxt and real HTTP, on a clock that
// nobody waits for, which the venue's keeps up with.
import { createHash } from "node:crypto";
import { ulid } from "ulid";
import { StepwiseAlertStore } from "../../lib/adapters/aws/stepwise-alert-store.ts";
import { createNodeFetch } from "../../lib/adapters/ccxt/node-fetch.ts";
import { acceptAlert } from "../../lib/app/accept-alert.ts";
import { Bookkeeper } from "../../lib/app/bookkeeper.ts";
import { ChainKeeper } from "../../lib/app/chain-keeper.ts";
import { executeOrder } from "../../lib/app/execute-order.ts";
import { followOrders } from "../../lib/app/follow-orders.ts";
import { GuardKeeper } from "../../lib/app/guard-keeper.ts";
import { ALERT_WINDOWS, ATTEMPT_LIMITS, FOLLOW_LIMITS } from "../../lib/config/limits.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import type { OrderId } from "../../lib/core/ids.ts";
import type { MarginMode } from "../../lib/core/market/modes.ts";
import { ok } from "../../lib/core/result.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { Clock } from "../../lib/ports/clock.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import type { Ledger } from "../../lib/ports/ledger.ts";
import { IMMORTAL, Process } from "../simulation/crashes.ts";
import { MemoryCache } from "../support/memory-cache.ts";
import { MemoryDocuments } from "../support/memory-documents.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";
import { MemoryQueue } from "../support/memory-queue.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { RequestClock } from "../support/request-clock.ts";
import { SkippingClock } from "../support/skipping-clock.ts";
import { openSimulated, simulatedAccount } from "./open-simulated.ts";
import type { VenueProfile } from "./profile.ts";
import type { Simulator } from "./simulator.ts";

type Profile = Pick<VenueProfile, "settle" | "keys" | "account"> & {
  /** Where the orders are on record. @default in memory */
  readonly ledger?: Ledger;
};

export class SimulatedEngine<C extends Clock = SkippingClock> {
  readonly clock: C;
  readonly exchange: Exchange;
  #account: Account;
  readonly #ledger: Ledger;
  readonly #cache = new MemoryCache();
  readonly #telemetry = new RecordingTelemetry();
  readonly #guards: GuardKeeper;
  readonly #chains = new ChainKeeper({ documents: new MemoryDocuments() });
  readonly #books: Bookkeeper;

  static async open(
    { settle, keys, account: change, ledger }: Profile,
    name: string,
    venue: Simulator,
    marginMode: MarginMode = "isolated",
  ): Promise<SimulatedEngine> {
    const clock = new SkippingClock((skippedMs) => venue.control.setClockOffset(skippedMs));
    const account = simulatedAccount(venue.url, { exchange: name, settle, marginMode, ...change });
    return new SimulatedEngine(clock, account, await openSimulated(venue.url, { account, keys, clock }), ledger);
  }

  /** On a clock of virtual time that the venue's goes by as well: whoever calls the engine lets time pass with `clock.finish`. */
  static async openVirtual(
    { settle, keys, account: change }: Profile,
    name: string,
    venue: Simulator,
  ): Promise<SimulatedEngine<RequestClock>> {
    const clock = new RequestClock();
    venue.control.setClock(() => clock.now());
    const account = simulatedAccount(venue.url, { exchange: name, settle, marginMode: "isolated", ...change });
    const fetch = clock.holding(createNodeFetch());
    return new SimulatedEngine(clock, account, await openSimulated(venue.url, { account, keys, clock, fetch }));
  }

  private constructor(clock: C, account: Account, exchange: Exchange, ledger: Ledger = new MemoryLedger()) {
    this.clock = clock;
    this.exchange = exchange;
    this.#account = account;
    this.#ledger = ledger;
    this.#books = new Bookkeeper({ ledger, documents: new MemoryDocuments() });
    this.#guards = new GuardKeeper({ ledger, documents: new MemoryDocuments(), clock });
  }

  /** Carries out one line without its account to the end. */
  async execute(text: string): Promise<OrderRecord> {
    return this.finish(await this.accept(text));
  }

  /** Goes on with an order to its end. */
  async finish(orderId: OrderId): Promise<OrderRecord> {
    for (let receiveCount = 1; ; receiveCount++) {
      const delayMs = await this.attempt(orderId, receiveCount);
      if (delayMs === undefined) return this.record(orderId);
      await this.clock.sleep(delayMs);
    }
  }

  /** From here on the account's name leads to another exchange. */
  moveAccount(exchange: string): void {
    this.#account = { ...this.#account, exchange };
  }

  async accept(text: string): Promise<OrderId> {
    const { body } = await acceptAlert(
      {
        ...this.#deps(),
        newUlid: ulid,
        hash: (alert) => createHash("sha256").update(alert).digest("hex"),
        windows: ALERT_WINDOWS,
      },
      `sim ${text}`,
    );
    const [accepted] = body.accepted;
    if (accepted === undefined) throw new Error(JSON.stringify(body));
    return accepted.orderId;
  }

  /** @param process - that makes the attempt: it may die. @returns when to try again, or undefined once the order has ended. */
  async attempt(orderId: OrderId, receiveCount: number, process = new Process(IMMORTAL)): Promise<number | undefined> {
    const deps = {
      ...this.#deps(),
      limits: ATTEMPT_LIMITS,
      ledger: process.wrap("ledger", this.#ledger),
      exchangeFor: async () => ok(process.wrap("exchange", this.exchange)),
    };
    const outcome = await executeOrder(deps, { orderId, receiveCount, startedAt: this.clock.now() });
    return outcome.kind === "ended" ? undefined : outcome.delayMs;
  }

  /** One run of the follower, `afterMs` later. */
  async follow(afterMs: number): ReturnType<typeof followOrders> {
    await this.clock.sleep(afterMs);
    return followOrders({ ...this.#deps(), limits: ATTEMPT_LIMITS, followLimits: FOLLOW_LIMITS });
  }

  async record(orderId: OrderId): Promise<OrderRecord> {
    const record = await this.#ledger.getOrder(orderId);
    if (record === undefined) throw new Error("the order is not on record");
    return record;
  }

  #deps() {
    const account = this.#account;
    return {
      ledger: this.#ledger,
      alertStore: new StepwiseAlertStore({
        ledger: this.#ledger,
        queue: new MemoryQueue(this.clock),
        removeMessage: async () => undefined,
      }),
      cache: this.#cache,
      telemetry: this.#telemetry,
      books: this.#books,
      guards: this.#guards,
      chains: this.#chains,
      clock: this.clock,
      accounts: { listAccounts: async () => [account], findAccount: async () => account },
      exchangeFor: async () => ok(this.exchange),
    };
  }
}
