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
import { builtText, dialogText } from "../../lib/dashboard/render-builder.ts";
import { seededBackend } from "../browser/seeded-backend.ts";

const BUILT = {
  account: "demo",
  symbol: "ETH/USDT",
  command: "buy",
  size: "300",
  unit: "$",
  leverage: "3",
  tag: "my trend",
  reduce: false,
  timed: false,
};

test("what is chosen becomes a text that means it", () => {
  expect(builtText(BUILT)).toBe('demo ETH/USDT buy 300$ x3 tag:"my trend"');
  const accounts = [{ id: "demo", exchange: "paper", settle: "USDT" }];
  const { orders, errors } = parseAlert(builtText(BUILT), accounts);
  expect(errors).toEqual([]);
  expect(orders).toMatchObject([{ account: "demo", command: "buy", leverage: 3, tag: "my trend" }]);
  const close = { ...BUILT, command: "close", size: "50", unit: "%", leverage: "", tag: "", reduce: false };
  expect(builtText(close)).toBe("demo ETH/USDT close 50%");
  expect(builtText({ ...close, timed: true })).toBe("demo ETH/USDT close 50% at:{{timenow}}");
});

test("the dialog's template says where the strategy stood before, as TradingView fills it in", () => {
  const template = dialogText({ ...BUILT, timed: true });
  expect(template).toBe(
    'demo {{ticker}} pos {{strategy.market_position}} {{strategy.market_position_size}} prev:{{strategy.prev_market_position}}:{{strategy.prev_market_position_size}} x3 tag:"my trend" at:{{timenow}}',
  );
  const filled = template
    .replace("{{ticker}}", "ETHUSDT")
    .replace("{{strategy.market_position}} {{strategy.market_position_size}}", "short 1.5")
    .replace("{{strategy.prev_market_position}}:{{strategy.prev_market_position_size}}", "long:2")
    .replace("{{timenow}}", "2026-11-24T10:00:00Z");
  const { orders, errors, warnings } = parseAlert(filled, [{ id: "demo", exchange: "paper", settle: "USDT" }]);
  expect([errors, warnings]).toEqual([[], []]);
  expect(orders).toMatchObject([{ command: "position", quantity: { value: "-1.5" }, prev: "2", leverage: 3 }]);
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

test("an account that asks for the time of an alert accepts what the page writes, and the plan beside it says so", async () => {
  const { backend } = seededBackend({ orders: 0, now: systemClock.now(), spanMs: 60_000 });
  const guards = { limits: { requireAt: true }, timezone: "UTC" };
  const listAccounts = async () => (await backend.listAccounts()).map((one) => ({ ...one, guards }));
  const { address, stop } = await startDashboard({
    port: 0,
    source: "a test",
    openBackend: () => ({ ...backend, listAccounts }),
    isLive: async () => false,
    everyMs: 1_000,
    clock: systemClock,
  });
  onTestFinished(stop);
  const [cookie = ""] = (await fetch(address)).headers.getSetCookie();
  const get = async (path: string) =>
    (await fetch(new URL(path, address), { headers: { cookie: cookie.split(";")[0] ?? "" } })).text();
  const asked = "/write?account=myBinance&symbol=ETH/USDT&command=buy&size=30&unit=$&leverage=3";
  const page = await get(asked);
  expect(page).toContain(">myBinance ETH/USDT buy 30$ x3 at:{{timenow}}</textarea>");
  expect(page).toContain(
    "prev:{{strategy.prev_market_position}}:{{strategy.prev_market_position_size}} x3 at:{{timenow}}</textarea>",
  );
  expect(page).toContain("str.tostring(timenow)");
  expect([page.includes("REQUIRE_AT"), page.includes('class="notice bad"')]).toEqual([false, false]);
  expect(page).toMatch(/What it would do now<\/h2><ul><li>[^<]*[Bb]uy/);
  const without = await get(`${asked}&timed=no`);
  expect(without).toContain(">myBinance ETH/USDT buy 30$ x3</textarea>");
  expect(without).toContain("REQUIRE_AT is true: write at:{{timenow}}");
  expect(without).not.toContain("timenow)");
});
