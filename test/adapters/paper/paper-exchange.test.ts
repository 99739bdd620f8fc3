import { expect, test } from "vitest";
import { DynamoDocuments } from "../../../lib/adapters/dynamo/dynamo-documents.ts";
import { DocumentPaperStore } from "../../../lib/adapters/paper/document-paper-store.ts";
import { PaperExchange } from "../../../lib/adapters/paper/paper-exchange.ts";
import { SqlitePaperAccounts } from "../../../lib/adapters/paper/sqlite-paper-accounts.ts";
import { SyntheticFeed } from "../../../lib/adapters/paper/synthetic-feed.ts";
import type { VenueState } from "../../../lib/adapters/paper/venue-state.ts";
import { IN_MEMORY, openWhookDatabase } from "../../../lib/adapters/sqlite/whook-database.ts";
import { decimal } from "../../../lib/core/decimal.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { describeExchange } from "../../contract/exchange-contract.ts";
import { startDynalite } from "../../support/aws/start-dynalite.ts";
import { FixedFeed } from "../../support/fixed-feed.ts";
import { MemoryPaperStore } from "../../support/memory-paper-store.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const SYMBOL = "ETH/USDT:USDT";
const ACCOUNT = { id: "demo", settle: "USDT", marginMode: "isolated" } as const;

function openStore() {
  return new SqlitePaperAccounts(openWhookDatabase(IN_MEMORY, { use: "work" }));
}

function open(feed = new FixedFeed()) {
  const store = openStore();
  const clock = new VirtualClock();
  return { store, feed, clock, exchange: new PaperExchange({ account: ACCOUNT, store, feed, clock }) };
}

const STORES = {
  "paper in memory": async () => ({ store: new MemoryPaperStore(), close: async () => undefined }),
  "paper on SQLite": async () => ({ store: openStore(), close: async () => undefined }),
  "paper on DynamoDB": async () => {
    const { stop, ...table } = await startDynalite();
    return { store: new DocumentPaperStore(new DynamoDocuments(table)), close: stop };
  },
};

for (const [name, openNew] of Object.entries(STORES)) {
  describeExchange(name, async () => {
    const { store, close } = await openNew();
    const feed = new FixedFeed();
    const exchange = new PaperExchange({ account: ACCOUNT, store, feed, clock: new VirtualClock() });
    let prices = { bid: "1999", ask: "2001" };
    let liquidity: string | undefined;
    const quote = () => feed.setQuote(SYMBOL, { ...prices, ...(liquidity === undefined ? {} : { liquidity }) });
    return {
      exchange,
      symbol: SYMBOL,
      control: {
        setPrice: (bid, ask) => {
          prices = { bid, ask };
          quote();
        },
        setLiquidity: (contracts) => {
          liquidity = contracts;
          quote();
        },
        setHedgeMode: () =>
          store.transact(ACCOUNT.id, (transaction) => {
            const state = transaction.findState();
            if (state === undefined) throw new Error("the account has no state yet");
            const hedged: VenueState = { ...state, positionMode: "hedge" };
            transaction.save({ state: hedged, orders: [], fills: [] });
          }),
      },
      close,
    };
  });

  test(`${name}: M26: a leverage that the margin does not suffice for is refused, as on other venues`, async () => {
    const { store, close } = await openNew();
    const exchange = new PaperExchange({ account: ACCOUNT, store, feed: new FixedFeed(), clock: new VirtualClock() });
    await exchange.setLeverage(SYMBOL, 10);
    const step = { kind: "place", purpose: "open", side: "buy", orderType: "market", reduceOnly: false } as const;
    const placed = await exchange.placeOrder({
      symbol: SYMBOL,
      step: { ...step, contracts: "45" },
      clientOrderId: "m26",
    });
    expect(placed.ok).toBe(true);
    expect(await exchange.setLeverage(SYMBOL, 3)).toMatchObject({
      ok: false,
      error: { code: "LEVERAGE_REFUSED", outcome: "rejected", remedy: "abort" },
    });
    await close();
  });

  test(`${name}: ten orders at once are all taken, each once`, async () => {
    const { store, close } = await openNew();
    const exchange = new PaperExchange({ account: ACCOUNT, store, feed: new FixedFeed(), clock: new VirtualClock() });
    const step = {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "market",
      contracts: "0.1",
      reduceOnly: false,
    } as const;
    const ids = Array.from({ length: 10 }, (_, index) => `order${index}`);
    await Promise.all(ids.map((clientOrderId) => exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId })));
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ value: { position: "1" } });
    await close();
  });
}

test("only the newest orders that are done are kept in an account's document, and every resting one", async () => {
  const documents = new Map<string, { body: string; version: number }>();
  const store = new DocumentPaperStore({
    readDocument: async (name) => documents.get(name),
    writeDocument: async (name, body, previous = 0) => {
      documents.set(name, { body, version: previous + 1 });
      return true;
    },
  });
  const exchange = new PaperExchange({ account: ACCOUNT, store, feed: new FixedFeed(), clock: new VirtualClock() });
  const step = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "0.02",
    reduceOnly: false,
  } as const;
  const resting = { ...step, contracts: "0.1", orderType: "limit", price: "1000", customId: "low" } as const;
  await exchange.placeOrder({ symbol: SYMBOL, step: resting, clientOrderId: "low" });
  for (let index = 0; index < 120; index++) {
    await exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId: `order${index}` });
  }
  const find = async (clientOrderId: string) => {
    const found = await exchange.findOrder({ symbol: SYMBOL, clientOrderId, since: unixMs(0) });
    return found.ok ? found.value?.status : undefined;
  };
  expect(await find("low")).toBe("open");
  expect(await find("order119")).toBe("filled");
  expect(await find("order0")).toBeUndefined();
});

test("takes no id twice, also after its order is done", async () => {
  const { exchange } = open();
  const step = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "0.5",
    reduceOnly: false,
  } as const;
  await exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId: "one" });
  const again = await exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId: "one" });
  expect(again).toMatchObject({ ok: false, error: { remedy: "adopt" } });
});

test("keeps accounts apart, and shares one between two openers", async () => {
  const { exchange, store, feed, clock } = open();
  const step = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "0.5",
    reduceOnly: false,
  } as const;
  await exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId: "one" });
  const same = new PaperExchange({ account: ACCOUNT, store, feed, clock });
  const other = new PaperExchange({ account: { ...ACCOUNT, id: "second" }, store, feed, clock });
  expect(await same.readSnapshot(SYMBOL)).toMatchObject({ value: { position: "0.5" } });
  expect(await other.readSnapshot(SYMBOL)).toMatchObject({ value: { position: "0" } });
});

test("fails to be read while its live feed cannot be, rather than making prices up", async () => {
  const { exchange, feed } = open();
  await exchange.readSnapshot(SYMBOL);
  feed.failure = { code: "VENUE_UNREACHABLE", outcome: "unknown", remedy: "retry", message: "no route" };
  expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ ok: false, error: { code: "VENUE_UNREACHABLE" } });
});

test("a position in a market that its feed no longer lists is kept, and does not hold up the others", async () => {
  const { exchange, store, feed, clock } = open();
  const step = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "0.5",
    reduceOnly: false,
  } as const;
  await exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId: "one" });
  const btc = feed.instruments.filter(({ symbol }) => symbol !== SYMBOL);
  const later = new PaperExchange({ account: ACCOUNT, store, feed: new FixedFeed(btc), clock });
  const placed = await later.placeOrder({ symbol: "BTC/USDT:USDT", step, clientOrderId: "two" });
  expect(placed).toMatchObject({ ok: true, value: { status: "filled" } });
  expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ value: { position: "0.5", othersOpen: true } });
});

test("an account in a coin trades its inverse market", async () => {
  const clock = new VirtualClock();
  const store = openStore();
  const account = { ...ACCOUNT, settle: "BTC" };
  const exchange = new PaperExchange({ account, store, feed: new SyntheticFeed({ clock }), clock });
  const step = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "600",
    reduceOnly: false,
  } as const;
  await exchange.placeOrder({ symbol: "BTC/USD:BTC", step, clientOrderId: "one" });
  expect(await exchange.listPositions()).toMatchObject({ value: [{ symbol: "BTC/USD:BTC", contracts: "600" }] });
});

test("synthetic prices are the same in every process, move, and keep bid below ask", async () => {
  const clock = new VirtualClock();
  const [one, two] = [new SyntheticFeed({ clock }), new SyntheticFeed({ clock })];
  const listed = await one.listInstruments("USDT");
  if (!listed.ok) throw new Error("no markets");
  expect(listed.value.length).toBeGreaterThan(15);
  const seen = new Set<string>();
  for (const instrument of listed.value) {
    const quote = await one.readQuote(instrument);
    expect(quote).toEqual(await two.readQuote(instrument));
    if (quote.ok) expect(decimal(quote.value.bid).lt(quote.value.ask)).toBe(true);
  }
  for (let hour = 0; hour < 24; hour++) {
    clock.advance(3_600_000);
    const [first] = listed.value;
    const quote = first === undefined ? undefined : await one.readQuote(first);
    if (quote?.ok) seen.add(quote.value.bid);
  }
  expect(seen.size).toBeGreaterThan(10);
});

test("two orders at once do not spend the same balance", async () => {
  const { exchange, feed } = open();
  const [eth, btc] = [SYMBOL, "BTC/USDT:USDT"];
  feed.setQuote(btc, { bid: "1999", ask: "2001" });
  for (const symbol of [eth, btc]) await exchange.findInstrument(symbol);
  // Each alone takes 60 % of the 10,000.
  const buy = (symbol: string) => ({
    symbol,
    step: {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "market",
      contracts: "3",
      reduceOnly: false,
    } as const,
    clientOrderId: symbol,
  });
  const placed = await Promise.all([exchange.placeOrder(buy(eth)), exchange.placeOrder(buy(btc))]);
  expect(placed.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
});

test("a limit price off the tick is refused, as a venue does", async () => {
  const { exchange } = open();
  const step = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "limit",
    contracts: "0.5",
    price: "1900.001",
    customId: "dip",
    reduceOnly: false,
  } as const;
  const placed = await exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId: "dip" });
  expect(placed).toMatchObject({ ok: false, error: { code: "ORDER_INVALID", venueCode: "bad-tick" } });
});
