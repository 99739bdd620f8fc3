// What the views over trades say is what the commands say of the same trades.
import { beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import type { CommandContext } from "../../lib/cli/command.ts";
import { stats } from "../../lib/cli/commands/stats.ts";
import { trades } from "../../lib/cli/commands/trades.ts";
import { decimal, formatDecimal, ZERO } from "../../lib/core/decimal.ts";
import { TimeZone } from "../../lib/core/time-zone.ts";
import type { TradeStats } from "../../lib/core/trade/stats.ts";
import type { Trade } from "../../lib/core/trade/trade.ts";
import { formatAlike, marketName, percentOf, plain, ratioOf } from "../../lib/dashboard/format.ts";
import { type SeededBackend, seededBackend } from "../browser/seeded-backend.ts";
import { openDashboard } from "../support/open-dashboard.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
let seeded: SeededBackend;
beforeAll(() => {
  seeded = seededBackend({ orders: 1_200, now: systemClock.now(), spanMs: 60 * DAY_MS });
});

/** What a command prints of the seeded trades. */
async function printed(
  command: typeof stats,
  options: Readonly<Record<string, string>>,
  isJson = true,
): Promise<string> {
  const out: string[] = [];
  const io = { out: (text: string) => out.push(text), isTerminal: false } as unknown as CommandContext["io"];
  await command.run({ io, backend: seeded.backend, isJson, zone: TimeZone.utc } as CommandContext, {
    args: [],
    options,
    flags: new Set(),
  });
  return out.join("");
}

async function open() {
  const address = await openDashboard(seeded.backend);
  const signedIn = await fetch(address);
  const [cookie = ""] = signedIn.headers.getSetCookie();
  const get = async (path: string) =>
    (await fetch(new URL(path, address), { headers: { cookie: cookie.split(";")[0] ?? "" } })).text();
  const isRead = async () => !(await get("/trades?range=all")).includes("Reading the ledger");
  await expect.poll(isRead, { timeout: 15_000 }).toBe(true);
  return get;
}

const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
const FILTERS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["/?range=all", {}],
  ["/?range=all&account=myBinance&symbol=ETH%2FUSDT%3AUSDT", { account: "myBinance", symbol: "ETH/USDT" }],
  ["/?range=all&strategy=mean+reversion", { tag: "mean reversion" }],
  [`/?from=${yesterday}&to=${yesterday}`, { day: yesterday }],
];

describe.each(FILTERS)("%s", (path, options) => {
  test("shows every figure as stats --json has it, in all groups, and exports the same", async () => {
    const get = await open();
    const [page, exported] = [await get(path), JSON.parse(await get(path.replace("/?", "/export/figures.json?")))];
    const figures: TradeStats = JSON.parse(await printed(stats, options));
    expect(exported).toEqual(figures);
    expect(figures.total.orders).toBeGreaterThan(10);
    const { total, bySymbol, byHour, byTag } = figures;
    const profit = total.profit.USDT;
    const fee = total.fees.USDT ?? "";
    const alike = formatAlike([profit?.netProfit, profit?.largestDrawdown, fee]);
    const shown = [
      alike.amount(profit?.netProfit ?? "", "USDT").toString(),
      percentOf(profit?.winRate ?? ""),
      alike.plain(profit?.largestDrawdown ?? ""),
      ratioOf(profit?.profitFactor ?? ""),
      percentOf(total.fillRate ?? ""),
      alike.plain(fee),
    ];
    expect(shown.filter((one) => !page.includes(one))).toEqual([]);
    const groups = [bySymbol, byHour, ...(Object.keys(byTag).length > 1 ? [byTag] : [])];
    const nets = groups.flatMap((group) => {
      const made = Object.values(group).flatMap(({ profit: { USDT } }) => USDT ?? []);
      const alikeHere = formatAlike(made.flatMap(({ netProfit, largestDrawdown }) => [netProfit, largestDrawdown]));
      return made.map(({ netProfit }) => alikeHere.amount(netProfit).toString());
    });
    expect(nets.filter((net) => !page.includes(net))).toEqual([]);
  });
});

test("every row, hour and day leads to the trades it is made of", async () => {
  const get = await open();
  const page = await get("/?range=30d");
  const { byHour, bySymbol }: TradeStats = JSON.parse(await get("/export/figures.json?range=30d"));
  const hrefs = [...page.matchAll(/href="(\/trades\?[^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
  const countOf = async (part: string) => {
    const href = hrefs.find((one) => one.includes(part)) ?? "";
    return Number(/([\d,]+) orders?\. Take/.exec(await get(href))?.[1]?.replace(",", ""));
  };
  // The seeded orders come at twenty hours of the day, which depend on when the test runs.
  const [hour = "", ofHour] = Object.entries(byHour)[3] ?? [];
  expect(await countOf(`hour=${hour.slice(0, 2)}%3A00`)).toBe(ofHour?.orders);
  expect(await countOf("symbol=SOL%2FUSDT%3AUSDT")).toBe(bySymbol["SOL/USDT:USDT"]?.orders);
  const day: TradeStats = JSON.parse(await printed(stats, { day: yesterday }));
  expect(await countOf(`from=${yesterday}&to=${yesterday}`)).toBe(day.total.orders);
  expect(await countOf("side=+none")).toBeGreaterThan(10);
  expect(page.includes(`${yesterday}: ${plain(day.total.profit.USDT?.netProfit ?? "")} USDT`)).toBe(true);
});

test("every group, every day, the curve and its drawdown are a sum over trades --json", async () => {
  const get = await open();
  const page = await get("/?range=all");
  const all: readonly Trade[] = JSON.parse(await printed(trades, {}));
  const made = all.flatMap((trade) => {
    const net = trade.netProfit ?? trade.realizedProfit;
    return net === undefined ? [] : [{ ...trade, net: decimal(net), day: trade.receivedAt.slice(0, 10) }];
  });
  type Made = (typeof made)[number];
  const netsBy = (keyOf: (trade: Made) => string) =>
    [...Map.groupBy(made, keyOf)]
      .map(([key, some]) => [key, formatDecimal(some.reduce((sum, { net }) => sum.plus(net), ZERO))])
      .sort();
  const weekday = ({ receivedAt }: Made) =>
    new Date(receivedAt).toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" });
  const keys: Readonly<Record<string, (trade: Made) => string>> = {
    account: ({ account }) => account,
    strategy: ({ tag }) => tag ?? "(none)",
    symbol: ({ symbol }) => marketName(symbol),
    weekday,
    hour: ({ receivedAt }) => `${receivedAt.slice(11, 13)}:00`,
  };
  for (const [name, keyOf] of Object.entries(keys)) {
    const table = page.split(`aria-label="Profit in USDT per ${name}"`)[1]?.split("</table>")[0] ?? "";
    const rows = [...table.matchAll(/<tr><td[^>]*><a [^>]*>([^<]*)<\/a>[\s\S]*? title="([^"]*)"/g)];
    expect([name, rows.map(([, key, net]) => [key, net]).sort()]).toEqual([name, netsBy(keyOf)]);
  }
  const days = [...page.matchAll(/title="(\d{4}-\d\d-\d\d): ([^ ]+) USDT, /g)].map(([, day, net]) => [day, net]);
  expect(days.sort()).toEqual(netsBy(({ day }) => day).map(([day, net = ""]) => [day, plain(net)]));
  const inTime = made.toSorted((a, b) => ((a.filledAt ?? a.receivedAt) < (b.filledAt ?? b.receivedAt) ? -1 : 1));
  let [sum, top, deepest] = [ZERO, ZERO, ZERO];
  for (const { net } of inTime) {
    sum = sum.plus(net);
    if (sum.gt(top)) top = sum;
    if (top.minus(sum).gt(deepest)) deepest = top.minus(sum);
  }
  const told = `Net profit ${plain(formatDecimal(sum))} USDT from ${made.length.toLocaleString("en")} trades, largest drawdown ${plain(formatDecimal(deepest))} USDT.`;
  expect(page).toContain(told);
  const [, equity] = JSON.parse(/data-chart="curve"[^>]*data-points="([^"]*)"/.exec(page)?.[1] ?? "[]");
  expect(equity.at(-1)).toBeCloseTo(Number(formatDecimal(sum)), 6);
});

test("execution by exchange and by week adds up to all orders, and its times are those of the trades", async () => {
  const get = await open();
  const page = await get("/quality?range=all");
  const all: readonly Trade[] = JSON.parse(await printed(trades, {}));
  const rows = (name: string) =>
    [...(page.split(`aria-label="${name}"`)[1]?.split("</table>")[0] ?? "").matchAll(/<tr><td[\s\S]*?<\/tr>/g)].map(
      ([row]) => [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = ""]) => cell.replace(/<[^>]*>/g, "")),
    );
  const [exchange] = rows("Execution by exchange");
  const rejected = all.filter(({ status }) => status === "rejected").length;
  expect([exchange?.[0], exchange?.[1], exchange?.[9]]).toEqual(["binance", String(all.length), String(rejected)]);
  // The seeded trades are attempted, sent and filled after 12, 95 and 240 ms.
  expect(exchange?.slice(6, 9)).toEqual(["12 ms", "83 ms", "145 ms"]);
  const weeks = rows("Execution by week");
  expect(weeks.reduce((sum, [, orders]) => sum + Number(orders), 0)).toBe(all.length);
  expect(weeks.every(([monday = ""]) => new Date(monday).getUTCDay() === 1)).toBe(true);
});

test("what price locks filled as makers and saved is what stats says", async () => {
  const get = await open();
  const page = await get("/quality?range=all");
  const { total, byExchange }: TradeStats = JSON.parse(await printed(stats, {}));
  const { makerShare = "", lockSaving = {} } = byExchange.binance ?? {};
  expect([makerShare, lockSaving]).toEqual([total.makerShare, total.lockSaving]);
  const [, table = ""] = page.split('aria-label="Price locks by exchange"');
  expect(table).toContain(`>${percentOf(makerShare)}</td>`);
  expect(table).toContain(`title="${lockSaving.USDT}"`);
  const printedTable = await printed(stats, { by: "exchange" }, false);
  expect(printedTable).toContain(`${Number((Number(makerShare) * 100).toFixed(2))} %  ${lockSaving.USDT} USDT`);
  const lockedTrades = (JSON.parse(await printed(trades, {})) as readonly Trade[]).filter(
    ({ makerContracts }) => makerContracts !== undefined,
  );
  const csv = await printed(trades, { format: "csv" }, false);
  for (const { orderId, makerContracts, lockSaving: saved } of lockedTrades)
    expect(csv).toMatch(new RegExp(`^${orderId},.*,${makerContracts},${saved}\r?$`, "m"));
});

describe("the list of trades", () => {
  const rowsOf = (page: string) =>
    [...page.matchAll(/<tr><td data-title="Received"[\s\S]*?<\/tr>/g)].map(([row]) => row);
  const idsOf = (page: string) => rowsOf(page).map((row) => /\/orders\/([^"]+)"/.exec(row)?.[1]);

  test("is sorted by any column, page by page, without losing or doubling one", async () => {
    const get = await open();
    const all: readonly Trade[] = JSON.parse(await printed(trades, {}));
    const byNet = all
      .filter(({ netProfit }) => netProfit !== undefined)
      .sort((a, b) => Number(b.netProfit) - Number(a.netProfit) || (a.orderId < b.orderId ? 1 : -1));
    const best = idsOf(await get("/trades?range=all&sort=net&order=down"));
    expect(best).toEqual(byNet.slice(0, 50).map(({ orderId }) => orderId));
    const [worst] = idsOf(await get("/trades?range=all&sort=net&order=up"));
    expect(all.find(({ orderId }) => orderId === worst)?.netProfit).toBe(byNet.at(-1)?.netProfit);
    const pages = await Promise.all(
      Array.from({ length: Math.ceil(all.length / 50) }, (_, index) => get(`/trades?range=all&page=${index + 1}`)),
    );
    expect(pages.flatMap(idsOf)).toEqual(all.map(({ orderId }) => orderId));
  });

  test("is searched by words, and narrowed by state", async () => {
    const get = await open();
    const found = rowsOf(await get("/trades?range=all&q=sol+trend"));
    expect(found.length).toBeGreaterThan(5);
    for (const row of found) expect(row).toMatch(/trend[\s\S]*SOL\/USDT/);
    const failed = rowsOf(await get("/trades?range=all&status=rejected"));
    expect(failed.length).toBeGreaterThan(5);
    for (const row of failed) expect(row).toContain(">rejected<");
    expect(await get("/trades?range=all&q=no-such-word")).toContain("No order is of that kind");
  });

  test("is exported whole: the files are those of the command", async () => {
    const get = await open();
    expect(await get("/export/trades.csv?range=all&strategy=trend")).toBe(
      await printed(trades, { tag: "trend", format: "csv" }, false),
    );
    expect(JSON.parse(await get("/export/trades.json?range=all"))).toEqual(JSON.parse(await printed(trades, {})));
  });

  test.each([
    "/trades?sort=constructor&order=x&page=-1&status=nonsense&from=2026-99-99&range=toString",
    "/trades?account[]=x&q=%00%ff&page=99999999",
    '/?account="><script>alert(1)</script>',
    "/?strategy=%20none&from=2026-11-24",
  ])("takes any address: %s", async (path) => {
    const get = await open();
    const page = await get(path);
    const has = (text: string) => page.includes(text);
    expect([has("<h1>"), has("Not now"), has("<script>alert")]).toEqual([true, false, false]);
  });
});
