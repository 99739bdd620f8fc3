// Who may look: whoever opens the address the command printed, once. The token in it is exchanged for a cookie.
import { randomBytes } from "node:crypto";
import { isSameSecret } from "../../adapters/local/is-same-secret.ts";

const BYTES = 24;

/** Lets in whoever opens the printed address first, and afterwards that browser alone. */
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
    if (this.#token === undefined || !isSameSecret(token, this.#token)) return undefined;
    this.#token = undefined;
    return `${this.#cookie}=${this.#session}; HttpOnly; SameSite=Lax; Path=/`;
  }

  isSignedIn(cookies: string | undefined): boolean {
    const pairs = (cookies ?? "").split(";").map((pair) => pair.trim().split("="));
    const [, value] = pairs.find(([name]) => name === this.#cookie) ?? [];
    return value !== undefined && isSameSecret(value, this.#session);
  }
}
