import type { NowData } from "../../dashboard/render-now.ts";
import type { Clock } from "../../ports/clock.ts";
import { askAccounts } from "../backend.ts";
import { CommandError, messageOf } from "../errors.ts";
import type { BackendLease } from "./backend-lease.ts";

/** What was heard is shown this long before the exchanges are asked again. */
const FRESH_MS = 8_000;

/** Asks the exchanges when somebody looks, and shows meanwhile what they said last: a page never waits for them. */
export class PositionWatch {
  readonly #lease: BackendLease;
  readonly #clock: Clock;
  #asked: NowData["asked"];
  #asking: Promise<void> | undefined;

  constructor(lease: BackendLease, clock: Clock) {
    this.#lease = lease;
    this.#clock = clock;
  }

  /** Undefined: nothing was heard yet. */
  look(): NowData["asked"] {
    const isFresh = this.#asked !== undefined && this.#clock.now() - this.#asked.at < FRESH_MS;
    if (!isFresh && this.#asking === undefined) {
      this.#asking = this.#ask().finally(() => {
        this.#asking = undefined;
      });
    }
    return this.#asked;
  }

  async stop(): Promise<void> {
    await this.#asking;
  }

  async #ask(): Promise<void> {
    try {
      const answers = await this.#lease.use(async (backend) =>
        askAccounts(backend, await backend.listAccounts(), async (exchange) => {
          const listed = await exchange.listPositions();
          if (!listed.ok) throw new CommandError(listed.error.message);
          return listed.value;
        }),
      );
      this.#asked = {
        at: this.#clock.now(),
        positions: answers.flatMap(({ account, value = [] }) =>
          value.map((position) => ({ account: account.id, ...position })),
        ),
        problems: answers.flatMap(({ account, problem }) =>
          problem === undefined ? [] : [{ account: account.id, problem }],
        ),
      };
    } catch (error) {
      const problem = { account: "(all)", problem: messageOf(error) };
      this.#asked = { at: this.#clock.now(), positions: [], problems: [problem] };
    }
  }
}
