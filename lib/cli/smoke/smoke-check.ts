/** What one check of a smoke test found. Times in milliseconds. */
export interface SmokeCheck {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "not checked";
  /** For people: what was seen, and what to do when that is not good. */
  readonly detail: string;
  /** The measurements behind it. */
  readonly figures?: Readonly<Record<string, number | readonly number[]>>;
}

/** `1.24 s`. @param ms - milliseconds. */
export function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
