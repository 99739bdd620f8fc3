// A page that takes a moment: a browser that goes there gets its start before there is anything to show in it.
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import type { TradeFilter } from "../../lib/ports/ledger.ts";
import { seededBackend } from "../browser/seeded-backend.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

const goes = { "sec-fetch-mode": "navigate" };

type Wait = (filter: TradeFilter) => Promise<void>;
type Waits = Partial<Record<"listTrades" | "listStatsTrades", Wait>>;

/** A dashboard whose ledger waits, or fails, so before it answers; the gate is open when the test is over. */
async function open(waitsOf: (gate: Promise<void>) => Waits) {
  const gate = Promise.withResolvers<void>();
  const now = systemClock.now();
  const { ledger, backend } = seededBackend({ orders: 200, now, spanMs: 10 * DAY_MS });
  const listTrades = ledger.listTrades.bind(ledger);
  const none: Wait = async () => undefined;
  for (const [name, wait] of Object.entries({ listStatsTrades: none, ...waitsOf(gate.promise) }))
    Object.assign(ledger, { [name]: async (filter: TradeFilter) => (await wait(filter)) ?? listTrades(filter) });
  const { address, stop } = await startDashboard({
    port: 0,
    source: "a test",
    openBackend: () => backend,
    isLive: async () => false,
    everyMs: 1_000,
    figures: "first",
    // It stands still: a page waits as long as it takes.
    clock: new VirtualClock(now),
  });
  onTestFinished(() => {
    gate.resolve();
    return stop();
  });
  const ask = async (path: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> => {
    const [response] = await once(get(new URL(path, address), { headers }), "response");
    return response;
  };
  const [cookie = ""] = (await ask(address, {})).resume().headers["set-cookie"] ?? [];
  const signedIn = { cookie: cookie.split(";")[0] ?? "" };
  return {
    openGate: gate.resolve,
    ask: (path: string, headers: Readonly<Record<string, string>>) => ask(path, { ...signedIn, ...headers }),
  };
}

test.each(["/", "/trades"])(
  "%s begins before its figures are there, packed or not, and is whole then",
  async (path) => {
    const { ask, openGate } = await open((gate) => ({ listStatsTrades: () => gate }));
    const plain = await ask(path, goes);
    const packed = await ask(path, { ...goes, "accept-encoding": "gzip" });
    expect([plain.headers["content-encoding"], packed.headers["content-encoding"]]).toEqual([undefined, "gzip"]);
    const streams = [plain.setEncoding("utf8"), packed.pipe(createGunzip()).setEncoding("utf8")];
    const begun = await Promise.all(streams.map(async (stream) => String((await once(stream, "data"))[0])));
    for (const start of begun) expect(start).toMatch(/<nav aria-label="Views">.*<h1>[^<]+<\/h1>\n$/s);
    openGate();
    const [one, other] = await Promise.all(
      streams.map(async (stream, index) => `${begun[index]}${(await stream.toArray()).join("")}`),
    );
    expect(one).toBe(other);
    expect(one).toContain(path === "/" ? 'class="figures' : 'aria-label="Trades"');
    expect(one?.match(/<h1>/g)).toHaveLength(1);
    expect(one?.trimEnd().endsWith("</html>")).toBe(true);
  },
);

test("the page's script is sent a page whole, with the tag by which it asks whether anything changed", async () => {
  const { ask } = await open(() => ({}));
  const asks = { "sec-fetch-mode": "same-origin" };
  await expect
    .poll(async () => (await (await ask("/", asks)).setEncoding("utf8").toArray()).join(""), { timeout: 15_000 })
    .not.toContain("Reading the ledger");
  const { etag = "" } = (await ask("/", asks)).resume().headers;
  expect((await ask("/", { ...asks, "if-none-match": etag })).resume().statusCode).toBe(304);
});

test("what goes wrong in the middle of a page is said on it", async () => {
  const { ask } = await open((gate) => ({
    listTrades: async ({ status, until }) => {
      if (until !== undefined) throw new Error("disk I/O error");
      if (status === undefined) await gate;
    },
  }));
  const answer = await ask("/trades", goes);
  const page = (await answer.setEncoding("utf8").toArray()).join("");
  expect(answer.statusCode).toBe(200);
  expect(page).toContain("disk I/O error");
  expect(page.trimEnd().endsWith("</html>")).toBe(true);
});
