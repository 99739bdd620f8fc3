// What goes over the wire: little, packed, and not again when it is there already.
import { type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { seededBackend } from "../browser/seeded-backend.ts";
import { openDashboard } from "../support/open-dashboard.ts";

const FILES = ["dashboard.css", "dashboard.js", "uplot.js", "candles.js", "lightweight-charts.js", "icon.svg"];

/** The cookie is good for the browser it was given to. */
const BROWSER = { "user-agent": "a browser" };

async function open() {
  const seeded = seededBackend({ orders: 200, now: systemClock.now(), spanMs: 60_000_000 });
  const address = await openDashboard(seeded.backend);
  const [cookie = ""] = (await fetch(address, { headers: BROWSER })).headers.getSetCookie();
  /** As it comes: `fetch` would unpack it. */
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    new Promise<{ readonly headers: IncomingHttpHeaders; readonly status: number; readonly body: Buffer }>(
      (resolve, reject) => {
        const asked = { headers: { ...BROWSER, cookie: cookie.split(";")[0] ?? "", ...headers } };
        request(new URL(path, address), asked, async (answer) => {
          const { statusCode: status = 0 } = answer;
          resolve({ headers: answer.headers, status, body: await buffer(answer) });
        })
          .on("error", reject)
          .end();
      },
    );
  await expect
    .poll(async () => String((await get("/trades?range=all")).body).includes("Reading the ledger"), { timeout: 15_000 })
    .toBe(false);
  return get;
}

const LONG = FILES.filter((name) => name !== "icon.svg").map((name) => `/assets/${name}`);

test.each([...LONG, "/trades?range=all", "/?range=all", "/quality?range=all"])(
  "%s comes packed to who unpacks it, and is the same",
  async (path) => {
    const get = await open();
    const [plain, packed] = [await get(path), await get(path, { "accept-encoding": "br, gzip;q=0.8" })];
    expect([plain.headers["content-encoding"], packed.headers["content-encoding"]]).toEqual([undefined, "gzip"]);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect(packed.body.length).toBeLessThan(plain.body.length);
    expect(packed.headers.etag).toBe(plain.headers.etag);
  },
);

test("a file that is there already is not sent again, and a page is asked for each time", async () => {
  const get = await open();
  for (const name of FILES) {
    const { headers } = await get(`/assets/${name}`);
    expect([name, headers["cache-control"]]).toEqual([name, "private, max-age=60"]);
    const again = await get(`/assets/${name}`, { "if-none-match": headers.etag ?? "" });
    expect([name, again.status, again.body.length]).toEqual([name, 304, 0]);
  }
  expect((await get("/")).headers["cache-control"]).toBe("no-store");
});

test("before a page is painted one style sheet is read and no library, and its own script is short", async () => {
  const get = await open();
  const page = String((await get("/?range=all")).body);
  expect(page.match(/rel="stylesheet"/g)).toHaveLength(1);
  const script = await get("/assets/dashboard.js", { "accept-encoding": "gzip" });
  expect(gunzipSync(script.body).toString()).not.toMatch(/^import /m);
  const style = await get("/assets/dashboard.css", { "accept-encoding": "gzip" });
  const chart = await get("/assets/uplot.js", { "accept-encoding": "gzip" });
  expect(script.body.length).toBeLessThan(6_000);
  expect(style.body.length).toBeLessThan(6_000);
  expect(chart.body.length).toBeLessThan(30_000);
});
