// An alert whose answer is lost may have been taken: no error of it reads as "it was not", or it would be sent again.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { postToWebhook } from "../../lib/cli/post-alert.ts";
import { type BotAccounts, connect, type WhookError } from "../../lib/index.ts";
import { ASK_PATH } from "../../lib/runtime/bot/ask-route.ts";
import { type Runtime, startRuntime } from "../../lib/runtime/start-runtime.ts";
import { findToken } from "../../lib/runtime/token.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { type Loss, startLosingProxy } from "../support/losing-proxy.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";

const LOSSES: readonly Loss[] = ["closed", "never", "cut", "bad gateway"];
const LOOK = /look at whook trades before you send it again/;

let dataDir: string;
let runtime: Runtime;
let token: string;
let proxy: Awaited<ReturnType<typeof startLosingProxy>>;
let joined: BotAccounts;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "whook-lost-"));
  const accountsFile = join(dataDir, "accounts.json");
  await writeFile(accountsFile, JSON.stringify([{ ACCOUNT_ID: "bot", EXCHANGE: "paper" }]), { mode: 0o600 });
  const options = { port: 0, dataDir, accountsFile, clock: systemClock, telemetry: new RecordingTelemetry() };
  runtime = await startRuntime({ ...options, paperFeed: new FixedFeed() });
  token = (await findToken(dataDir)) ?? "";
  proxy = await startLosingProxy(runtime.url);
  joined = await connect({ url: proxy.url, token });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await joined.close();
  await proxy.stop();
  await runtime.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Every wait for an answer is over as soon as whook must have given it. */
function waitBriefly(): void {
  const real = AbortSignal.timeout;
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => real.call(AbortSignal, 1_000));
}

/** As whoever joined without the proxy finds them. */
async function tradesTaken(): Promise<number> {
  await using beside = await connect({ dataDir });
  await expect.poll(async () => (await beside.account("bot").trades()).length).toBeGreaterThan(0);
  return (await beside.account("bot").trades()).length;
}

describe.each(LOSSES)("an answer that is lost: %s", (loss) => {
  test("a bot hears that its order may have been taken, and it was", async () => {
    waitBriefly();
    proxy.losing.set("/whook/", loss);
    const bought = joined.account("bot").buy("ETH/USDT", { base: 1 });
    await expect(bought).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN", message: expect.stringMatching(LOOK) });
    await expect(bought).rejects.not.toMatchObject({ message: expect.stringContaining(token) });
    expect(await tradesTaken()).toBe(1);
  });

  test("a bot that cannot ask what became of its order hears that it was taken", async () => {
    waitBriefly();
    proxy.losing.set(ASK_PATH, loss);
    const bought = joined.account("bot").buy("ETH/USDT", { base: 1 });
    const taken = expect.stringMatching(/^order \S+ was taken.*look at whook trades/);
    await expect(bought).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN", message: taken });
    expect(await tradesTaken()).toBe(1);
  });

  test("the command line says so too", async () => {
    waitBriefly();
    proxy.losing.set("/whook/", loss);
    const posted = postToWebhook(`${proxy.url}/whook/${token}`, "bot ETH/USDT buy 1");
    await expect(posted).rejects.toThrow(LOOK);
    expect(await tradesTaken()).toBe(1);
  });
});

test("where nobody listens nothing was sent, and that is what is said", async () => {
  await proxy.stop();
  const codeOf = () =>
    joined
      .account("bot")
      .buy("ETH/USDT", { base: 1 })
      .catch(({ code }: WhookError) => code);
  // A connection kept from before breaks first: of that nobody knows what it carried.
  await expect.poll(codeOf).toBe("WHOOK_UNREACHABLE");
  const posted = postToWebhook(`${proxy.url}/whook/${token}`, "bot ETH/USDT buy 1");
  await expect(posted).rejects.toThrow("the webhook cannot be reached: nothing was sent");
  proxy = await startLosingProxy(runtime.url);
});
