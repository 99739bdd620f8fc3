// The page that writes an alert says what lint and plan say, and sends nothing.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { localDashboard } from "../../lib/cli/dashboard/local-dashboard.ts";
import { startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import { readLocalEnv } from "../../lib/config/env.ts";
import { parseAlert } from "../../lib/core/alert/parse-alert.ts";
import { builtText } from "../../lib/dashboard/render-builder.ts";

const BUILT = {
  account: "demo",
  symbol: "ETH/USDT",
  command: "buy",
  size: "300",
  unit: "$",
  leverage: "3",
  tag: "my trend",
  reduce: false,
};

test("what is chosen becomes a text that means it", () => {
  expect(builtText(BUILT)).toBe('demo ETH/USDT buy 300$ x3 tag:"my trend"');
  const accounts = [{ id: "demo", exchange: "paper", settle: "USDT" }];
  const { orders, errors } = parseAlert(builtText(BUILT), accounts);
  expect(errors).toEqual([]);
  expect(orders).toMatchObject([{ account: "demo", command: "buy", leverage: 3, tag: "my trend" }]);
  const close = { ...BUILT, command: "close", size: "50", unit: "%", leverage: "", tag: "", reduce: false };
  expect(builtText(close)).toBe("demo ETH/USDT close 50%");
});

test("the page lists accounts, tells an error as lint does, and leaves what was typed as text", async () => {
  const folder = await mkdtemp(join(tmpdir(), "whook-write-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const accountsFile = join(folder, "accounts.json");
  await writeFile(accountsFile, JSON.stringify([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]), { mode: 0o600 });
  const env = readLocalEnv({ WHOOK_ACCOUNTS: accountsFile, WHOOK_DATA_DIR: join(folder, "data") });
  const { address, stop } = await startDashboard({ ...localDashboard(env), port: 0, clock: systemClock });
  onTestFinished(stop);
  const [cookie = ""] = (await fetch(address)).headers.getSetCookie();
  const get = async (path: string) =>
    (await fetch(new URL(path, address), { headers: { cookie: cookie.split(";")[0] ?? "" } })).text();
  expect(await get("/write")).toContain('<option value="demo">demo</option>');
  const wrong = await get("/write?account=demo&symbol=ETH%2FUSDT&command=buy&size=300&unit=%24&leverage=0");
  expect(wrong).toContain('class="notice bad"');
  const markup = await get("/write?account=demo&symbol=%3Cscript%3E&command=buy&size=1&unit=%0Ademo+close");
  expect([markup.includes("<script>"), markup.includes("&lt;script&gt;")]).toEqual([false, true]);
});
