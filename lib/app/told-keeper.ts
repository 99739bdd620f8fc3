import { type UnixMs, unixMs } from "../core/ids.ts";
import type { Told } from "../core/notify/told.ts";
import type { Clock } from "../ports/clock.ts";
import type { DocumentStore } from "../ports/document-store.ts";

const DOCUMENT = "notifier";
/** Its writers are the passes there may be at once: one that looks for everything, and those that are called for marks. */
const MAX_TRIES = 20;

/** What was told, as it was read. */
export interface KnownTold {
  readonly told: Told;
  readonly body: string | undefined;
  readonly version: number | undefined;
}

/** Keeps what passes tell one another, in one small document. Methods throw what the store throws. */
export class ToldKeeper {
  readonly #documents: DocumentStore;
  readonly #clock: Clock;

  constructor({ documents, clock }: { readonly documents: DocumentStore; readonly clock: Clock }) {
    this.#documents = documents;
    this.#clock = clock;
  }

  async read(): Promise<KnownTold> {
    const stored = await this.#documents.readDocument(DOCUMENT);
    if (stored === undefined)
      return { told: { startedAt: this.#clock.now(), keys: {} }, body: undefined, version: undefined };
    return { told: JSON.parse(stored.body) as Told, ...stored };
  }

  /** Says that a pass is at work. @returns what is known then; undefined: another one was quicker. */
  async claim({ told, version }: KnownTold, busyUntil: UnixMs): Promise<KnownTold | undefined> {
    const busy: Told = { ...told, busyUntil };
    const body = JSON.stringify(busy);
    const isClaimed = await this.#documents.writeDocument(DOCUMENT, body, version);
    return isClaimed ? { told: busy, body, version: (version ?? 0) + 1 } : undefined;
  }

  /** Writes what `change` makes of what is known, or of what another pass has made of it meanwhile. */
  async change(known: KnownTold, change: (told: Told) => Told): Promise<void> {
    let latest = known;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const body = JSON.stringify(change(latest.told));
      if (body === latest.body || (await this.#documents.writeDocument(DOCUMENT, body, latest.version))) return;
      latest = await this.read();
    }
    throw new Error("what was told could not be kept: others wrote it every time");
  }

  isBusy({ told: { busyUntil = unixMs(0) } }: KnownTold): boolean {
    return this.#clock.now() < busyUntil;
  }
}
