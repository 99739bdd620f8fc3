// Everything of whook but its edges: the real webhook, worker, planner and paper venue, on a virtual clock, with a ledger
// and queue in memory. Processes come and go; what they stored stays.

import { createHash } from "node:crypto";
import { monotonicFactory } from "ulid";
import { StepwiseAlertStore } from "../../lib/adapters/aws/stepwise-alert-store.ts";
import { PaperExchange } from "../../lib/adapters/paper/paper-exchange.ts";
import { type AcceptAlertDeps, type AlertAnswer, acceptAlert } from "../../lib/app/accept-alert.ts";
import { Bookkeeper } from "../../lib/app/bookkeeper.ts";
import { ChainKeeper } from "../../lib/app/chain-keeper.ts";
import { executeOrder } from "../../lib/app/execute-order.ts";
import { type FollowReport, followOrders } from "../../lib/app/follow-orders.ts";
import { GuardKeeper } from "../../lib/app/guard-keeper.ts";
import { type RunFollowerDeps, runFollower } from "../../lib/app/run-follower.ts";
import {
  ATTEMPT_LEASE_MS,
  ATTEMPT_LIMITS,
  FOLLOW_CUT_MS,
  FOLLOW_LIMITS,
  KEY_WINDOW_MS,
  RESEND_AFTER_MS,
  RESEND_UNTIL_MS,
} from "../../lib/config/limits.ts";
import { Credentials } from "../../lib/core/credentials.ts";
import { unixMs } from "../../lib/core/ids.ts";
import type { Instrument } from "../../lib/core/market/instrument.ts";
import type { VenueTraits } from "../../lib/core/market/venue-table.ts";
import { ok } from "../../lib/core/result.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import type { Ledger } from "../../lib/ports/ledger.ts";
import type { Delivery } from "../../lib/ports/order-queue.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { MemoryCache } from "../support/memory-cache.ts";
import { MemoryDocuments } from "../support/memory-documents.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";
import { MemoryPaperStore } from "../support/memory-paper-store.ts";
import { MemoryQueue } from "../support/memory-queue.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { inNextTurn } from "../support/turns.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import { Crash, IMMORTAL, Process } from "./crashes.ts";
import { type Effect, FAULTLESS, type FaultPlan, faultyExchange } from "./faulty-exchange.ts";
import type { Flat } from "./sweeps.ts";

/** Planted where real keys would be: it must turn up nowhere. */
export const SECRET = "s3cr3t-that-must-not-leak";

/** Of the event loop, before time goes on. */
const TURNS = 2;
/** What needs no file or socket is done by then. */
const IDLE_TURNS = 20;

export const ACCOUNTS: readonly Account[] = ["alice", "bob"].map((id) => ({
  id,
  exchange: "paper",
  settle: "USDT",
  marginMode: "isolated",
  orderTimeoutMs: 40_000,
  alertTimeoutMs: 180_000,
  maxAlertAgeMs: 180_000,
}));

export interface WorldOptions {
  readonly seed?: number;
  readonly faults?: FaultPlan;
  readonly traits?: VenueTraits;
  /** Markets the venue has. @default those of a `FixedFeed` */
  readonly instruments?: readonly Instrument[];
  /** What alice and bob set beside. */
  readonly guards?: Account["guards"];
  /** The ledger as processes reach it: may throttle. */
  readonly throttle?: (ledger: Ledger) => Ledger;
}

interface FollowOptions {
  readonly process?: Process;
  readonly ordersPerAccount?: number;
  readonly exchange?: Exchange;
}

export class World {
  readonly clock = new VirtualClock();
  readonly ledger = new MemoryLedger();
  readonly queue = new MemoryQueue(this.clock);
  readonly telemetry = new RecordingTelemetry();
  readonly feed: FixedFeed;
  readonly documents = new MemoryDocuments();
  readonly cache = new MemoryCache();
  readonly journal: Effect[] = [];
  /** What each closeall left that was said to have ended flat. */
  readonly flats: Flat[] = [];
  readonly answers: AlertAnswer[] = [];
  /** As they are configured now. */
  accounts: readonly Account[] = ACCOUNTS;
  answerLimit: Pick<AcceptAlertDeps, "maxAnswerBytes"> = {};
  /** Which account of the venue a name's key leads to. @default the one of that name */
  readonly leadsTo = new Map<string, string>();
  readonly credentials = new Credentials({ apiKey: SECRET, secret: SECRET });
  readonly #store = new MemoryPaperStore();
  readonly #newUlid: (time: number) => string;
  readonly #options: WorldOptions;
  readonly #exchanges = new Map<string, Exchange>();

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.feed = new FixedFeed(options.instruments);
    // Ids decide how long waits are: they must follow from the seed as well.
    const random = new SeededRandom(options.seed ?? 0);
    this.#newUlid = monotonicFactory(() => random.next());
  }

  /** The account's venue, without any faults. */
  venue(id: string): PaperExchange {
    const { clock, feed } = this;
    return new PaperExchange({
      account: { id, settle: "USDT", marginMode: "isolated" },
      store: this.#store,
      feed,
      clock,
    });
  }

  /** One request to the webhook, handled by a process of its own. @returns undefined when it died or answered 503. */
  async post(text: string, process = new Process(IMMORTAL)): Promise<AlertAnswer | undefined> {
    const { clock, telemetry } = this;
    const deps = {
      ...this.#stores(process),
      accounts: process.wrap("accounts", this.#accounts()),
      clock,
      telemetry,
      newUlid: (time: number) => this.#newUlid(time),
      hash: (body: string) => createHash("sha256").update(body).digest("hex"),
      windows: { resendAfterMs: RESEND_AFTER_MS, resendUntilMs: RESEND_UNTIL_MS, keyMs: KEY_WINDOW_MS },
      ...this.answerLimit,
    };
    try {
      const answer = await this.finish(acceptAlert(deps, text));
      this.answers.push(answer);
      return answer;
    } catch (error) {
      if (process.isDead || error instanceof Throttled) return undefined;
      throw error;
    }
  }

  /** One delivery, handled by a process of its own, as the worker loop does. `exchange`: the venue, where it is to be another. */
  async work(delivery: Delivery, process = new Process(IMMORTAL), exchange?: Exchange): Promise<void> {
    const { clock } = this;
    const queue = process.wrap("queue", this.queue);
    const deps = {
      ...this.#executionDeps(process),
      accounts: process.wrap("accounts", this.#accounts()),
      exchangeFor: async ({ id }: Account) => ok(process.wrap("exchange", exchange ?? this.#exchange(id))),
    };
    const { message, receipt, receiveCount } = delivery;
    try {
      const attempt = { orderId: message.orderId, receiveCount, receipt, startedAt: clock.now() };
      const outcome = await this.finish(executeOrder(deps, attempt));
      if (outcome.kind === "ended" && outcome.isOffQueue !== true) await queue.delete(receipt);
      else if (outcome.kind === "wait") await queue.extend(receipt, outcome.delayMs);
    } catch (error) {
      if (error instanceof Throttled) await this.queue.extend(receipt, 2_000);
      else if (!(error instanceof Crash)) throw error;
    }
  }

  /** One run of the follower. `exchange`: alice's venue, where it is to be another. */
  async follow(options: FollowOptions = {}): Promise<FollowReport> {
    return this.finish(followOrders(this.followerDeps(options)));
  }

  /** One run of the follower as the worker has it on AWS. */
  async recover(): Promise<FollowReport> {
    return this.finish(runFollower(this.followerDeps(), { cutMs: FOLLOW_CUT_MS }));
  }

  /** What a run of the follower works with. */
  followerDeps({
    process = new Process(IMMORTAL),
    ordersPerAccount = FOLLOW_LIMITS.ordersPerAccount,
    exchange,
  }: FollowOptions = {}): RunFollowerDeps {
    const accounts = process.wrap("accounts", this.#accounts());
    const exchangeFor = async ({ id }: Account) => ok(process.wrap("exchange", exchange ?? this.#exchange(id)));
    const followLimits = { ...FOLLOW_LIMITS, ordersPerAccount };
    const queue = process.wrap("queue", this.queue);
    return { ...this.#executionDeps(process), accounts, exchangeFor, followLimits, queue };
  }

  /** Two runs of the follower on a day on which everything works. */
  async followHealthy(): Promise<void> {
    const process = new Process(IMMORTAL);
    const exchangeFor = async ({ id }: Account) => ok(this.venue(this.leadsTo.get(id) ?? id));
    const books = new Bookkeeper({ ledger: this.ledger, documents: this.documents });
    const healthy = {
      ledger: this.ledger,
      books,
      chains: new ChainKeeper({ documents: this.documents }),
      guards: new GuardKeeper({ ledger: this.ledger, clock: this.clock, documents: this.documents }),
      accounts: this.#accounts(),
      exchangeFor,
      followLimits: FOLLOW_LIMITS,
    };
    for (let run = 0; run < 2; run++) await this.finish(followOrders({ ...this.#executionDeps(process), ...healthy }));
  }

  /** Each of the steps of an alert's storing, and of an order's end, is where a process may die: the harder case of the two there are. */
  #stores(process: Process) {
    const ledger = process.wrap("ledger", this.#ledger());
    const queue = process.wrap("queue", this.queue);
    const removeMessage = (receipt: string) => queue.delete(receipt);
    return { ledger, alertStore: new StepwiseAlertStore({ ledger, queue, removeMessage }) };
  }

  #executionDeps(process: Process) {
    const { clock, telemetry } = this;
    const { ledger, alertStore } = this.#stores(process);
    return {
      ledger,
      alertStore,
      cache: process.wrap("cache", this.cache),
      clock,
      telemetry,
      books: new Bookkeeper({ ledger, documents: process.wrap("documents", this.documents) }),
      chains: new ChainKeeper({ documents: process.wrap("documents", this.documents) }),
      guards: new GuardKeeper({ ledger, clock, documents: process.wrap("documents", this.documents) }),
      limits: ATTEMPT_LIMITS,
    };
  }

  /** Works on everything that is due, and on what becomes due, until the queue is empty. */
  async drain(newProcess: () => Process = () => new Process(IMMORTAL)): Promise<void> {
    for (let turn = 0; turn < 5_000; turn++) {
      const deliveries = await this.queue.receive({ max: 10, leaseMs: ATTEMPT_LEASE_MS });
      await Promise.all(deliveries.map((delivery) => this.work(delivery, newProcess())));
      const dueAt = await this.queue.nextDueAt();
      if (dueAt === undefined) return;
      this.clock.advanceTo(dueAt);
    }
    throw new Error("the queue does not drain");
  }

  /** Lets time pass while `work` sleeps, until it is done. */
  async finish<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    let idle = 0;
    const settled = work.finally(() => {
      isDone = true;
    });
    settled.catch(() => undefined);
    while (!isDone) {
      // What does not sleep comes first: a shared commit takes some turns.
      for (let turn = 0; turn < TURNS && !isDone; turn++) await new Promise<void>((resolve) => inNextTurn(resolve));
      const next = this.clock.nextWakeAt();
      if (!isDone && next !== undefined) this.clock.advanceTo(next);
      // Nobody sleeps, and still it waits: for a file or a socket.
      idle = next === undefined ? idle + 1 : 0;
      if (!isDone && idle > IDLE_TURNS) await new Promise((resolve) => setImmediate(resolve));
    }
    return settled;
  }

  /** Signed contracts on the venue now. */
  async position(id: string, symbol = "ETH/USDT:USDT"): Promise<string> {
    const snapshot = await this.venue(id).readSnapshot(symbol);
    if (!snapshot.ok) throw new Error(snapshot.error.message);
    return snapshot.value.position;
  }

  /** What the venue itself knows of an order of ours. */
  async orderOnVenue(id: string, clientOrderId: string, symbol: string) {
    const found = await this.venue(id).findOrder({ symbol, clientOrderId, since: unixMs(0) });
    return found.ok ? found.value : undefined;
  }

  /** Everything that was written or answered, as text. */
  output(): string {
    return [
      this.ledger.dump(),
      ...this.telemetry.lines,
      JSON.stringify(this.answers),
      JSON.stringify(this.credentials),
    ].join("\n");
  }

  #ledger(): Ledger {
    return this.#options.throttle?.(this.ledger) ?? this.ledger;
  }

  #accounts() {
    const { guards } = this.#options;
    const accountsNow = () =>
      this.accounts.map((account) => ({ ...account, ...(guards === undefined ? {} : { guards }) }));
    return {
      listAccounts: async () => accountsNow(),
      findAccount: async (id: string) => accountsNow().find((account) => account.id === id),
    };
  }

  #exchange(name: string): Exchange {
    const id = this.leadsTo.get(name) ?? name;
    const made = this.#exchanges.get(id);
    if (made !== undefined) return made;
    const { faults = FAULTLESS, traits } = this.#options;
    const { clock, journal } = this;
    const exchange = faultyExchange({
      account: id,
      inner: this.venue(id),
      clock,
      faults,
      journal,
      ...(traits === undefined ? {} : { traits }),
    });
    this.#exchanges.set(id, exchange);
    return exchange;
  }
}

/** A ledger that cannot serve a request now: the SDK's throttling errors look like this to the use cases. */
export class Throttled extends Error {
  override readonly name = "Throttled";
}
