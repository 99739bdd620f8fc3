/** An order of `whook accounts try` that may still rest. */
export interface Trial {
  readonly account: string;
  readonly symbol: string;
  readonly name: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** Where its order went. Absent: a version that did not note it wrote this. */
  readonly sentTo?: TrialPlace;
}

/** What an account's name stood for when its order was sent: it may stand for another exchange, or another stack's account, by now. */
export interface TrialPlace {
  readonly exchange: string;
  readonly settle: string;
  /** Absent: this machine. */
  readonly stack?: string;
  /** Of the key. Absent: not known here. */
  readonly keyMark?: string;
}

/** Where trials are on record: from before their order is sent until it is known not to rest. */
export interface TrialRecord {
  list(): Promise<readonly Trial[]>;
  add(trial: Trial): Promise<void>;
  remove(name: string): Promise<void>;
}
