// Where secrets live: one type that cannot be printed by accident.

const REDACTED = "[redacted]";
/** What Node's console and error output call; named by symbol so that core needs no import of Node's. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** The secrets of one account. `password` is the passphrase some venues ask for. */
export interface Secrets {
  readonly apiKey: string;
  readonly secret: string;
  readonly password?: string;
}

/** Holds an account's secrets. Every way of turning it into text gives "[redacted]"; only `reveal` tells them. */
export class Credentials {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** The secrets themselves: for the code that signs requests, and for scrubbing them from text. */
  reveal(): Secrets {
    return this.#secrets;
  }

  /** The key as people may see it: its first four characters. */
  get maskedKey(): string {
    return `${this.#secrets.apiKey.slice(0, 4)}...`;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [INSPECT](): string {
    return REDACTED;
  }
}
