// What every cache must do. Run for each implementation.
import { expect, test } from "vitest";
import type { CachePort } from "../../lib/ports/cache.ts";
import { T0 } from "../core/execution/order-fixture.ts";

export function describeCache(
  name: string,
  make: () => Promise<{ readonly cache: CachePort; close(): Promise<void> }>,
): void {
  test(`${name} as a cache: keeps texts, large ones too, the last of each name`, async () => {
    const { cache, close } = await make();
    const value = JSON.stringify(
      Array.from({ length: 4_000 }, (_, index) => ({ symbol: `COIN${index}/USDT:USDT`, step: "0.001" })),
    );
    await cache.putCache("markets", "[]", T0);
    await cache.putCache("markets", value, T0);
    expect(await cache.getCache("markets")).toEqual({ value, writtenAt: T0 });
    expect(await cache.getCache("nothing")).toBeUndefined();
    await close();
  });
}
