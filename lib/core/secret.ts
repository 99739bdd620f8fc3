// A piece of text that must not be shown: a bot's token, the address of a webhook.

const REDACTED = "[redacted]";
/** What Node's console and error output call; named by symbol so that core needs no import of Node's. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Holds a secret text. Every way of turning it into text gives "[redacted]"; only `reveal` tells it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself: for the code that sends it where it belongs, and for scrubbing it from other text. */
  reveal(): string {
    return this.#text;
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
