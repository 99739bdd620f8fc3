// Who may look: whoever opens the address the command printed, once. The token in it is exchanged for a cookie.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const BYTES = 24;

export class SignIn {
  readonly #session = randomBytes(BYTES).toString("base64url");
  #token: string | undefined = randomBytes(BYTES).toString("base64url");
  /** Cookies do not tell ports apart: each dashboard names its own. */
  readonly #cookie = `whook-${randomBytes(4).toString("hex")}`;

  /** What the printed address ends with. */
  get token(): string {
    return this.#token ?? "";
  }

  /** @returns the cookie to set; undefined: the token is wrong, or was used. */
  exchange(token: string): string | undefined {
    if (this.#token === undefined || !isSame(token, this.#token)) return undefined;
    this.#token = undefined;
    return `${this.#cookie}=${this.#session}; HttpOnly; SameSite=Lax; Path=/`;
  }

  isSignedIn(cookies: string | undefined): boolean {
    const pairs = (cookies ?? "").split(";").map((pair) => pair.trim().split("="));
    const [, value] = pairs.find(([name]) => name === this.#cookie) ?? [];
    return value !== undefined && isSame(value, this.#session);
  }
}

/** In constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
