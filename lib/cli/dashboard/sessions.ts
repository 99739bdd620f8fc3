// Who has signed in: one cookie a browser. What is kept of a cookie is its hash, and it dies with the process.
import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../ports/clock.ts";

const BYTES = 32;
const HOUR_MS = 60 * 60 * 1_000;
/** A page that is open looks again and again: a session nobody uses ends. */
const IDLE_MS = 24 * HOUR_MS;
const LONGEST_MS = 30 * 24 * HOUR_MS;
/** More browsers than anybody has: the oldest is signed out. */
const MOST = 32;

/** What a session is bound to: a cookie that is carried elsewhere opens nothing. */
export interface Caller {
  readonly userAgent: string;
  /** Whether it came from this machine. */
  readonly isLocal: boolean;
}

interface Session extends Caller {
  readonly beganAt: number;
  usedAt: number;
}

/** The browsers that are signed in. */
export class Sessions {
  readonly #clock: Pick<Clock, "now">;
  /** By the hash of their cookie, oldest first. */
  readonly #open = new Map<string, Session>();
  /** Cookies do not tell ports apart: each dashboard names its own. */
  readonly #cookie = `whook-${randomBytes(4).toString("hex")}`;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** @returns the cookie to set. `isSecure`: the page came over HTTPS, and the cookie may go no other way. */
  begin(caller: Caller, { isSecure }: { readonly isSecure: boolean }): string {
    const secret = randomBytes(BYTES).toString("base64url");
    const now = this.#clock.now();
    this.#open.set(hashOf(secret), { ...caller, beganAt: now, usedAt: now });
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST && oldest !== undefined) this.#open.delete(oldest);
    const age = `Max-Age=${LONGEST_MS / 1_000}`;
    return `${this.#cookie}=${secret}; HttpOnly; SameSite=Strict; Path=/; ${age}${isSecure ? "; Secure" : ""}`;
  }

  isOpen(cookies: string | undefined, caller: Caller): boolean {
    const key = this.idOf(cookies);
    const session = key === undefined ? undefined : this.#open.get(key);
    if (key === undefined || session === undefined) return false;
    const now = this.#clock.now();
    if (now - session.usedAt > IDLE_MS || now - session.beganAt > LONGEST_MS) {
      this.#open.delete(key);
      return false;
    }
    if (session.userAgent !== caller.userAgent || (session.isLocal && !caller.isLocal)) return false;
    session.usedAt = now;
    return true;
  }

  /** @returns the cookie that takes the old one away. */
  end(cookies: string | undefined): string {
    const key = this.idOf(cookies);
    if (key !== undefined) this.#open.delete(key);
    return `${this.#cookie}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0`;
  }

  /** What the session of a cookie is known by: not the cookie. It may have ended. */
  idOf(cookies: string | undefined): string | undefined {
    const pairs = (cookies ?? "").split(";").map((pair) => pair.trim().split("="));
    const [, secret] = pairs.find(([name]) => name === this.#cookie) ?? [];
    return secret === undefined ? undefined : hashOf(secret);
  }
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
