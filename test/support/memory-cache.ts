import type { UnixMs } from "../../lib/core/ids.ts";
import type { CachedText, CachePort } from "../../lib/ports/cache.ts";

/** Cached texts in memory, to look at. */
export class MemoryCache implements CachePort {
  readonly written = new Map<string, CachedText>();

  async getCache(what: string): Promise<CachedText | undefined> {
    return this.written.get(what);
  }

  async putCache(what: string, value: string, writtenAt: UnixMs): Promise<void> {
    this.written.set(what, { value, writtenAt });
  }
}
