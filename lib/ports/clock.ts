import type { UnixMs } from "../core/ids.ts";

/** The only source of time. Tests use one that stands still until told. */
export interface Clock {
  now(): UnixMs;
  /** Resolves after `ms` milliseconds, or at once when the signal aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
