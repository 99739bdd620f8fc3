// Who may look: whoever opens the address that was printed, once, and whoever knows the password, where there is one.
import { randomBytes } from "node:crypto";
import { isSameSecret } from "../../adapters/local/is-same-secret.ts";
import type { Clock } from "../../ports/clock.ts";
import { AttemptLimit } from "./attempt-limit.ts";
import { isPassword } from "./password.ts";
import { type Caller, Sessions } from "./sessions.ts";

const BYTES = 24;
/** A password is text that was typed. */
const LONGEST_PASSWORD = 1_000;

/** What became of a try: a cookie, a no, or minutes to wait. */
export type SignInOutcome = { readonly cookie: string } | Exclude<PasswordVerdict, "right">;
/** Whether it was the password, or how long nobody is heard. */
export type PasswordVerdict = "right" | "wrong" | { readonly waitMinutes: number };

/** A password as it was sent, and by whom. */
export interface PasswordTry {
  readonly password: string;
  readonly address: string;
  readonly caller: Caller;
  readonly isSecure: boolean;
}

/** Lets in whoever opens the printed address first, and whoever knows the password. */
export class SignIn {
  readonly sessions: Sessions;
  readonly #password: string | undefined;
  readonly #limit: AttemptLimit;
  #token: string | undefined = randomBytes(BYTES).toString("base64url");
  /** One guess is judged at a time: many at once would take the machine from the orders. */
  #judging: Promise<unknown> = Promise.resolve();

  /** @param password - its hash; absent: nobody but the printed address lets anyone in. */
  constructor(clock: Pick<Clock, "now">, password?: string) {
    this.sessions = new Sessions(clock);
    this.#limit = new AttemptLimit(clock);
    this.#password = password;
  }

  get hasPassword(): boolean {
    return this.#password !== undefined;
  }

  /** What the printed address ends with. */
  get token(): string {
    return this.#token ?? "";
  }

  /** @returns the cookie to set; undefined: the token is wrong, or was used. */
  exchange(token: string, caller: Caller): string | undefined {
    if (this.#token === undefined || !isSameSecret(token, this.#token)) return undefined;
    this.#token = undefined;
    return this.sessions.begin(caller, { isSecure: false });
  }

  async tryPassword({ password, address, caller, isSecure }: PasswordTry): Promise<SignInOutcome> {
    const judged = await this.judge(password, address);
    return judged === "right" ? { cookie: this.sessions.begin(caller, { isSecure }) } : judged;
  }

  /** Of somebody who is in already too, when they do what trades: tries to get in and to act count together. */
  async judge(password: string, address: string): Promise<PasswordVerdict> {
    const kept = this.#password;
    if (kept === undefined || password.length > LONGEST_PASSWORD) return "wrong";
    const waitMinutes = this.#limit.count(address);
    if (waitMinutes > 0) return { waitMinutes };
    const judged = this.#judging.then(() => isPassword(password, kept));
    this.#judging = judged.catch(() => undefined);
    if (!(await judged)) return "wrong";
    this.#limit.clear(address);
    return "right";
  }
}
