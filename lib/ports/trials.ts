/** An order of `whook accounts try` that may still rest. */
export interface Trial {
  readonly account: string;
  readonly symbol: string;
  readonly name: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
}

/** Where trials are on record: from before their order is sent until it is known not to rest. */
export interface TrialRecord {
  list(): Promise<readonly Trial[]>;
  add(trial: Trial): Promise<void>;
  remove(name: string): Promise<void>;
}
