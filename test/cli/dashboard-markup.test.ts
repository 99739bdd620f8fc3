// Whatever a text holds, and wherever it comes from, is text on every page: alerts, tags, reasons, accounts, symbols, what an exchange
// says, and addresses.
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { hashPassword } from "../../lib/cli/dashboard/password.ts";
import { startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { ok } from "../../lib/core/result.ts";
import type { Exchange, VenuePosition } from "../../lib/ports/exchange.ts";
import { madeUp, seededBackend } from "../browser/seeded-backend.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const EVIL = `x"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;`;
const ASKED = encodeURIComponent(EVIL);
let password: string;
beforeAll(async () => {
  password = await hashPassword("correct horse battery");
});

/** A dashboard where every text that is not whook's own is evil. */
async function open() {
  const now = systemClock.now();
  const { ledger, backend } = seededBackend({ orders: 0, now, spanMs: 60_000 });
  const accounts = await backend.listAccounts();
  const position = {
    symbol: `${EVIL}/USDT:${EVIL}`,
    positionSide: "long",
    contracts: EVIL,
    entryPrice: EVIL,
  } as VenuePosition;
  const equity = { account: EVIL, at: unixMs(now - 60_000), settle: EVIL, equity: "1", free: "1" };
  const evil = {
    ...backend,
    listAccounts: async () => accounts.map((one) => ({ ...one, id: EVIL, exchange: EVIL, settle: EVIL })),
    openExchange: async () =>
      ({
        listPositions: async () => ok([position]),
        listInstruments: async () => Promise.reject(new Error(EVIL)),
      }) as unknown as Exchange,
    equity: async () => ({
      keepEquity: async () => undefined,
      listEquity: async () => [equity, { ...equity, at: now }],
    }),
  };
  const random = new SeededRandom(3);
  const orders = Array.from({ length: 120 }, (_, index) => {
    const { alert, order } = madeUp({ at: unixMs(now - 200_000 + index * 1_000), index, random });
    const rejected = [{ line: 1, text: EVIL, code: "UNKNOWN_WORD", message: EVIL }];
    if (order === undefined) {
      ledger.add({ ...alert, text: EVIL, accepted: [], rejected, warnings: [] }, undefined);
      return [];
    }
    const named = { account: EVIL, symbol: `${EVIL}/USDT:${EVIL}`, text: EVIL, exchange: EVIL };
    const changed = {
      ...order,
      ...named,
      order: { ...order.order, account: EVIL, tag: EVIL },
      state: { ...order.state, reason: EVIL },
    };
    ledger.add({ ...alert, text: EVIL }, changed as typeof order);
    return [{ orderId: order.orderId, alertId: alert.alertId }];
  }).flat();
  const { address, stop } = await startDashboard({
    port: 0,
    source: EVIL,
    openBackend: () => evil,
    isLive: async () => true,
    everyMs: 20,
    clock: systemClock,
    reach: { host: "127.0.0.1", names: [], password },
  });
  onTestFinished(stop);
  const [cookie = ""] = (await fetch(address)).headers.getSetCookie();
  const headers = { cookie: cookie.split(";")[0] ?? "" };
  const get = async (path: string, given: Readonly<Record<string, string>> = headers) =>
    (await fetch(new URL(path, address), { headers: given })).text();
  await expect
    .poll(async () => (await get("/?range=all")).includes("Reading the ledger"), { timeout: 15_000 })
    .toBe(false);
  return { get, first: orders[0] };
}

test("no text becomes markup on any page, for who is in and for who is not", async () => {
  const { get, first } = await open();
  await get("/now");
  const query = `account=${ASKED}&strategy=${ASKED}&symbol=${ASKED}&q=${ASKED}&weekday=${ASKED}&hour=${ASKED}&sort=${ASKED}&range=${ASKED}`;
  const paths = [
    `/?${query}`,
    "/?range=all",
    "/trades?range=all",
    `/trades?${query}`,
    "/quality?range=all",
    "/equity?range=all",
    `/equity?account=${ASKED}`,
    "/now",
    "/guards",
    `/guards?asked=${ASKED}`,
    `/guards/confirm?word=closeall&account=${ASKED}`,
    `/guards/confirm?word=${ASKED}&account=`,
    "/alerts",
    `/alerts?show=${ASKED}&before=${ASKED}`,
    `/write?account=${ASKED}&symbol=${ASKED}&command=buy&size=${ASKED}&unit=$&leverage=${ASKED}&tag=${ASKED}`,
    `/orders/${first?.orderId}`,
    `/orders/${ASKED}`,
    `/alerts/${first?.alertId}`,
    `/alerts/${ASKED}`,
    `/${ASKED}`,
  ];
  for (const path of paths) {
    const page = await get(path);
    expect([path, /<script>alert|<img src=x/i.test(page)]).toEqual([path, false]);
  }
  expect(await get("/alerts")).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  for (const path of [`/trades?q=${ASKED}`, `/sign-in?next=${ASKED}`, `/?token=${ASKED}`]) {
    expect([path, /<script>alert|<img src=x/i.test(await get(path, {}))]).toEqual([path, false]);
  }
});
