import type { UnixMs } from "../core/ids.ts";

/** A text that is kept, and when it was written. */
export interface CachedText {
  readonly value: string;
  readonly writtenAt: UnixMs;
}

/** Texts that save time and decide nothing: markets of a venue, settings of a symbol. Any of them may be gone. */
export interface CachePort {
  getCache(what: string): Promise<CachedText | undefined>;
  putCache(what: string, value: string, writtenAt: UnixMs): Promise<void>;
}
