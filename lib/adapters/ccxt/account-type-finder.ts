// Which of a venue's APIs trades an account, where the venue has several: what was found out before, else what the venue says,
// asked once. A refusal that speaks of another type makes it ask again. No answer is not "the first type": an account would be
// traded over the wrong API for as long as the process lives.
import type { OrderFailure } from "../../core/failure.ts";
import type { AccountType } from "../../core/market/account-type.ts";
import { faultOf } from "../../core/reason-of.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { CachePort } from "../../ports/cache.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import type { CcxtExchange } from "./ccxt-exchange.ts";
import type { VenueCaller } from "./venue-caller.ts";
import type { VenueClient } from "./venue-module.ts";

/** An account opened over one of its venue's APIs. */
export interface OpenedAccount {
  readonly exchange: CcxtExchange;
  readonly venue: VenueClient;
  readonly caller: VenueCaller;
}

/** The account's venue with its types, and where what was found out is kept. */
export interface AccountTypeDeps {
  /** The first is taken for granted where nothing is known. */
  readonly types: readonly AccountType[];
  open(type: AccountType): OpenedAccount;
  readonly cache: CachePort;
  readonly cacheKey: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry | undefined;
  onBackgroundWork?(work: Promise<void>): void;
}

/** Finds the account's type out, and keeps it. */
export class AccountTypeFinder {
  readonly #deps: AccountTypeDeps;
  readonly #opened = new Map<AccountType, OpenedAccount>();
  #type: AccountType | undefined;
  #isProven = false;
  #finding: Promise<Result<OpenedAccount, OrderFailure>> | undefined;

  constructor(deps: AccountTypeDeps) {
    this.#deps = deps;
  }

  /** As far as is known now. */
  get likely(): OpenedAccount {
    return this.#open(this.#type ?? this.#first);
  }

  /** What the venue has said it is, or has answered it as; not what is only taken for granted. */
  get proven(): AccountType | undefined {
    return this.#isProven ? this.#type : undefined;
  }

  /** The venue has answered a question about the account over the API of its type. */
  prove(): void {
    this.#isProven = this.#type !== undefined;
  }

  /** The account over the API it is traded by. @returns the failure of asking, when the venue gave no answer. */
  async find(): Promise<Result<OpenedAccount, OrderFailure>> {
    if (this.#type !== undefined) return ok(this.#open(this.#type));
    this.#finding ??= this.#find().finally(() => {
      this.#finding = undefined;
    });
    return this.#finding;
  }

  /**
   * After `failure`: the account over another API than `used`, when the venue says so now; undefined: it stands.
   * @returns why the venue could not be asked: then nobody knows whether it stands, but that nothing was done.
   */
  async findOther(
    used: OpenedAccount,
    failure: OrderFailure,
  ): Promise<Result<OpenedAccount | undefined, OrderFailure>> {
    const question = used.venue.typeQuestion;
    if (question === undefined || !question.refusals.includes(failure.venueCode ?? "")) return ok(undefined);
    const asked = await used.caller.read(() => question.ask());
    if (!asked.ok) return isDefinite(asked.error) ? ok(undefined) : err({ ...asked.error, outcome: "rejected" });
    const found = this.#keep(asked.value, used);
    return ok(found === used ? undefined : found);
  }

  get #first(): AccountType {
    const [first] = this.#deps.types;
    if (first === undefined) throw new Error("the venue has no types of accounts");
    return first;
  }

  async #find(): Promise<Result<OpenedAccount, OrderFailure>> {
    const first = this.#open(this.#first);
    const known = await this.#known();
    if (known !== undefined) return ok(this.#hold(known, first));
    const question = first.venue.typeQuestion;
    if (question === undefined || question.when === "refused") return ok(this.#hold(this.#first, first));
    // Beside the question, not after it: most accounts are of the first type, and need its markets next.
    const [asked] = await Promise.all([first.caller.read(() => question.ask()), first.exchange.listInstruments()]);
    if (asked.ok) return ok(this.#keep(asked.value, first));
    // A key that is refused altogether is refused over any API, in its own words; it may be better tomorrow.
    return isDefinite(asked.error) ? ok(first) : asked;
  }

  async #known(): Promise<AccountType | undefined> {
    const { cache, cacheKey, types, telemetry } = this.#deps;
    try {
      const found = await cache.getCache(cacheKey);
      return types.find((type) => type === found?.value);
    } catch (error) {
      telemetry?.log("warn", "account type not readable", { cacheKey, error: faultOf(error) });
      return undefined;
    }
  }

  /** Nobody waits for the cache: it only saves the next start a question. */
  #keep(type: AccountType, asked: OpenedAccount): OpenedAccount {
    const { cache, cacheKey, clock, telemetry, onBackgroundWork } = this.#deps;
    const kept = cache.putCache(cacheKey, type, clock.now()).catch((error: unknown) => {
      telemetry?.log("warn", "account type not writable", { cacheKey, error: faultOf(error) });
    });
    onBackgroundWork?.(kept);
    const opened = this.#hold(type, asked);
    this.prove();
    return opened;
  }

  #hold(type: AccountType, asked: OpenedAccount): OpenedAccount {
    this.#type = type;
    const opened = this.#open(type);
    // What one client learned of the venue's clock holds for the other.
    const { timeDifference } = asked.venue.client.options;
    if (timeDifference !== undefined) opened.venue.client.options.timeDifference = timeDifference;
    return opened;
  }

  #open(type: AccountType): OpenedAccount {
    const opened = this.#opened.get(type) ?? this.#deps.open(type);
    this.#opened.set(type, opened);
    return opened;
  }
}

/** The venue said no; asking again would not help. */
function isDefinite({ remedy }: OrderFailure): boolean {
  return remedy === "abort" || remedy === "retry-if-reducing";
}
