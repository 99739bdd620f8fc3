import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { type Dashboard, startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard({
    port: 0,
    source: "a test",
    openBackend: () => {
      throw new Error("there is no data");
    },
    isLive: async () => false,
    everyMs: 60_000,
    clock: systemClock,
  });
});
afterAll(() => dashboard.stop());

async function statusOf(headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const sent = request(new URL("/", dashboard.address), { headers }).end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test("S1: the dashboard answers under its own name, to its own pages, and to who signed in", async () => {
  expect(await statusOf({ host: "rebound.example" })).toBe(421);
  expect(await statusOf({ origin: "http://127.0.0.1:1" })).toBe(403);
  expect(await statusOf({ origin: "null" })).toBe(403);
  expect(await statusOf({})).toBe(401);
  expect(await statusOf({ origin: new URL(dashboard.address).origin })).toBe(401);
});
