import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WhookProcess } from "../support/whook-process.ts";

test("npm start brings the dashboard, on a port that is free, and it shows what the running whook does", async () => {
  const folder = await mkdtemp(join(tmpdir(), "whook-dashboard-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const dashboardPort = typeof address === "object" ? `${address?.port}` : "";
  const accounts = [{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }];
  const whook = await WhookProcess.create({ folder, accounts, dashboardPort });
  await whook.start();
  onTestFinished(() => whook.kill());
  const find = () => /^dashboard (http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)$/m.exec(whook.printed)?.[1] ?? "";
  await expect.poll(() => find() || whook.printed, { timeout: 30_000 }).toMatch(/^http/);
  const url = new URL(find());
  expect(url.port).not.toBe(dashboardPort);

  const opened = await fetch(url);
  const [cookie = ""] = opened.headers.getSetCookie();
  expect(await whook.post("demo ETH/USDT nonsense")).toBe(400);
  const see = async () =>
    (await fetch(new URL("/alerts", url), { headers: { cookie: cookie.split(";")[0] ?? "" } })).text();
  await expect.poll(see, { timeout: 10_000 }).toContain("demo ETH/USDT nonsense");
}, 60_000);
