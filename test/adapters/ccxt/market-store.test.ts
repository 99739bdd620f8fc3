import { describe, expect, test } from "vitest";
import { type CachedMarket, decodeMarkets, encodeMarkets } from "../../../lib/adapters/ccxt/map-market.ts";
import { MarketStore } from "../../../lib/adapters/ccxt/market-store.ts";
import { MARKETS_FRESH_MS } from "../../../lib/config/limits.ts";
import type { OrderFailure } from "../../../lib/core/failure.ts";
import { err, ok, type Result } from "../../../lib/core/result.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const KEY = "markets#binance#USDT#one";
const FAILURE: OrderFailure = { code: "VENUE_UNREACHABLE", outcome: "unknown", remedy: "retry", message: "no answer" };

function marketOf(base: string): CachedMarket {
  return {
    id: `${base}USDT`,
    symbol: `${base}/USDT:USDT`,
    base,
    quote: "USDT",
    settle: "USDT",
    baseId: base,
    quoteId: "USDT",
    settleId: "USDT",
    type: "swap",
    spot: false,
    margin: false,
    swap: true,
    future: false,
    option: false,
    contract: true,
    active: true,
    linear: true,
    inverse: false,
    contractSize: "1",
    precision: { amount: "0.001", price: "0.1" },
    limits: { amount: { min: "0.001", max: "1000" } },
    info: { orderTypes: ["MARKET"] },
  };
}

/** A store whose venue answers from a list; `downloads` counts how often it was asked. */
function storeOf(answers: readonly Result<readonly CachedMarket[], OrderFailure>[], cache = new MemoryCache()) {
  const clock = new VirtualClock();
  const seen = { downloads: 0, installed: [] as string[][] };
  const store = new MarketStore({
    cache,
    cacheKey: KEY,
    clock,
    telemetry: undefined,
    download: async () => {
      const answer = answers[Math.min(seen.downloads, answers.length - 1)] ?? err(FAILURE);
      seen.downloads += 1;
      return answer;
    },
    install: (markets) => {
      seen.installed.push(markets.map(({ base }) => base));
    },
  });
  return { store, clock, seen, cache };
}

function bases(loaded: Result<readonly CachedMarket[], OrderFailure>): readonly string[] | string {
  return loaded.ok ? loaded.value.map(({ base }) => base) : loaded.error.code;
}

/** Lets what runs in the background finish. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("MarketStore", () => {
  test("asks the venue once for many callers and keeps the answer in the cache", async () => {
    const { store, seen, cache } = storeOf([ok([marketOf("BTC")])]);
    const loaded = await Promise.all([store.load(), store.load(), store.load()]);
    expect(loaded.map(bases)).toEqual([["BTC"], ["BTC"], ["BTC"]]);
    expect(seen.downloads).toBe(1);
    expect(decodeMarkets(cache.written.get(KEY)?.value ?? "")).toEqual([marketOf("BTC")]);
  });

  test("takes the cache of an earlier start without asking", async () => {
    const { store, seen, cache, clock } = storeOf([ok([marketOf("ETH")])]);
    await cache.putCache(KEY, encodeMarkets([marketOf("BTC")]), clock.now());
    expect(bases(await store.load())).toEqual(["BTC"]);
    expect(seen).toEqual({ downloads: 0, installed: [["BTC"]] });
  });

  test("uses an old cache at once and refreshes it behind", async () => {
    const { store, seen, cache, clock } = storeOf([ok([marketOf("ETH")])]);
    await cache.putCache(KEY, encodeMarkets([marketOf("BTC")]), clock.now());
    clock.advance(MARKETS_FRESH_MS + 1);
    expect(bases(await store.load())).toEqual(["BTC"]);
    await settle();
    expect(bases(await store.load())).toEqual(["ETH"]);
    expect(seen.downloads).toBe(1);
  });

  test("keeps the old ones when the refresh fails", async () => {
    const { store, cache, clock } = storeOf([err(FAILURE)]);
    await cache.putCache(KEY, encodeMarkets([marketOf("BTC")]), clock.now());
    clock.advance(MARKETS_FRESH_MS + 1);
    await store.load();
    await settle();
    expect(bases(await store.load())).toEqual(["BTC"]);
  });

  test("does not remember a failure", async () => {
    const { store } = storeOf([err(FAILURE), ok([marketOf("BTC")])]);
    expect(bases(await store.load())).toBe("VENUE_UNREACHABLE");
    expect(bases(await store.load())).toEqual(["BTC"]);
  });

  test("asks again after the venue contradicted it, but not when it has just asked", async () => {
    const { store, clock, seen } = storeOf([ok([marketOf("BTC")]), ok([marketOf("ETH")])]);
    await store.load();
    store.doubt();
    expect(bases(await store.load())).toEqual(["BTC"]);
    clock.advance(61_000);
    store.doubt();
    expect(bases(await store.load())).toEqual(["ETH"]);
    expect(seen.downloads).toBe(2);
  });

  test.each(["", "not gzip", encodeMarkets([])])("ignores a cache it cannot read: %j", async (value) => {
    const { store, cache, clock } = storeOf([ok([marketOf("BTC")])]);
    await cache.putCache(KEY, value, clock.now());
    expect(bases(await store.load())).toEqual(["BTC"]);
  });

  test("works without its cache", async () => {
    const broken = new MemoryCache();
    broken.getCache = () => Promise.reject(new Error("table is away"));
    broken.putCache = () => Promise.reject(new Error("table is away"));
    const { store } = storeOf([ok([marketOf("BTC")])], broken);
    expect(bases(await store.load())).toEqual(["BTC"]);
    await settle();
  });

  test("several hundred markets stay far below what one ledger item may hold", () => {
    const many = Array.from({ length: 600 }, (_, index) => marketOf(`COIN${index * 7919}`));
    expect(encodeMarkets(many).length).toBeLessThan(100_000);
  });
});
