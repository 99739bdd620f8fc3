// Times of day as people live them: a zone's offset, asked of the platform's own tables.
import { type UnixMs, unixMs } from "./ids.ts";

/** Offsets change on quarters of an hour only: each is asked for once. */
const QUARTER_MS = 15 * 60 * 1_000;
/** Further from any time than its own zone's clocks. */
const DAY_MS = 24 * 60 * 60 * 1_000;
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?$/;
/** Swedish writes dates as ISO does, `2026-11-24 09:30:00`. */
const ISO_LIKE = "sv-SE";

/** A time zone by its IANA name. */
export class TimeZone {
  static readonly utc = new TimeZone("UTC");
  /** Their offsets are dear to ask for: each zone is made once. */
  static readonly #found = new Map<string, TimeZone>();
  readonly name: string;
  /** UTC needs none, and it is dear to make. */
  readonly #format: Intl.DateTimeFormat | undefined;
  readonly #offsets = new Map<number, number>();

  private constructor(name: string, format?: Intl.DateTimeFormat) {
    this.name = name;
    this.#format = format;
  }

  /** The zone of a name like `Europe/Berlin`; undefined when there is none. */
  static find(name: string): TimeZone | undefined {
    if (name === TimeZone.utc.name) return TimeZone.utc;
    try {
      const zone = TimeZone.#found.get(name) ?? new TimeZone(name, formatOf(name));
      TimeZone.#found.set(name, zone);
      return zone;
    } catch {
      return undefined;
    }
  }

  /** `2026-11-24 09:30:00`, as clocks show it there. */
  write(at: number): string {
    return new Date(this.localTime(at)).toISOString().slice(0, 19).replace("T", " ");
  }

  /** The moment at which clocks of UTC show what clocks there show at `at`: for hours and days counted by them. */
  localTime(at: number): number {
    return at + this.#offsetAt(at);
  }

  /**
   * When clocks there show `2026-11-24` (its midnight) or `2026-11-24T09:30`: of two such moments the first; one that the clocks
   * leap over is as much later as they leap. Undefined: that is no time, or it names its own zone.
   */
  read(text: string): UnixMs | undefined {
    if (!LOCAL_TIME.test(text)) return undefined;
    const asUtc = Date.parse(text.includes("T") ? `${text}Z` : `${text}T00:00Z`);
    // JavaScript turns 30 February into 2 March.
    if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(text.slice(0, 10))) return undefined;
    const [before, after] = [this.#offsetAt(asUtc - DAY_MS), this.#offsetAt(asUtc + DAY_MS)];
    // Where the clocks go back, the offset before the change gives the first of two; where they leap, no offset fits its own result.
    const isShown = (offset: number) => this.#offsetAt(asUtc - offset) === offset;
    return unixMs(asUtc - (isShown(before) || !isShown(after) ? before : after));
  }

  /** Milliseconds to add to UTC. */
  #offsetAt(at: number): number {
    if (this.#format === undefined) return 0;
    const quarter = Math.floor(at / QUARTER_MS);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    const start = quarter * QUARTER_MS;
    const offset = Date.parse(`${this.#format.format(start).replace(" ", "T")}Z`) - start;
    this.#offsets.set(quarter, offset);
    return offset;
  }
}

/** @throws RangeError when there is no such zone. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(ISO_LIKE, { timeZone, dateStyle: "short", timeStyle: "medium" });
}
