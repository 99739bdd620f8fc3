// What a person sees in a real terminal, narrow, usual and wide: the question before something goes for good, and what happens live.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { PARAMETERS } from "../../lib/config/aws-names.ts";
import { type Runtime, startRuntime } from "../../lib/runtime/start-runtime.ts";
import { type LocalLambda, startLocalLambda } from "../support/aws/local-lambda.ts";
import { type LocalServices, STACK, startLocalServices, TOKEN } from "../support/aws/local-services.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { Terminal } from "../support/terminal.ts";
import { BITGET } from "../venues/bitget/profile.ts";
import { entryOf } from "../venues/profile.ts";

const WHOOK = fileURLToPath(new URL("../../bin/whook.js", import.meta.url));
const WIDTHS = [40, 80, 200];
/** Before a process begins: it is not root's, so that it may have a service of its own, and CDK has done all it was told. */
const PRELOAD = `process.getuid = () => 1000;
if (process.argv[1]?.endsWith("aws-cdk/bin/cdk")) process.exit(0);`;
const PRELOADED = `--import=data:text/javascript,${encodeURIComponent(PRELOAD)}`;

let folder: string;
let terminal: Terminal | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-screen-"));
});
afterEach(async () => {
  terminal?.kill();
  await rm(folder, { recursive: true, force: true });
});

function whook(line: string, columns: number, env: Readonly<Record<string, string>> = {}): Terminal {
  const own = { PATH: process.env.PATH ?? "", HOME: folder, TERM: "xterm" };
  terminal = new Terminal(`${process.execPath} ${WHOOK} ${line}`, { columns, cwd: folder, env: { ...own, ...env } });
  return terminal;
}

describe("a stack", () => {
  let services: LocalServices;
  let lambda: LocalLambda;
  beforeAll(async () => {
    services = await startLocalServices();
    lambda = await startLocalLambda({});
  });
  afterAll(() => Promise.all([services.stop(), lambda.stop()]));

  test.each(WIDTHS)("is deployed, and its questions can be read, in %i columns", async (columns) => {
    const deployed = { stack: STACK, senders: [], egress: "fck-nat", logDays: 30 };
    services.ssm.put(`${services.prefix}/${PARAMETERS.settings}`, JSON.stringify(deployed));
    services.putFacts({ egress: "fck-nat", egressAddress: "198.51.100.7", nextEgressAddress: "203.0.113.9" });
    const own = { WHOOK_STACK: STACK, AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint, NODE_OPTIONS: PRELOADED };
    const asked = whook("deploy --egress nat-gateway", columns, { ...services.env, ...own });
    await asked.answer("[y/N] ", "n\r");
    await asked.answer("[y/N] ", "\u0003");
    expect(await asked.end()).toBe(0);
    services.putFacts();
    expect(asked.screen).toMatchSnapshot();
  });

  test.each(WIDTHS)("is destroyed when its name is typed, in %i columns", async (columns) => {
    const asked = whook("destroy", columns, { ...services.env, WHOOK_STACK: STACK });
    await asked.answer(`type ${STACK} to go on: `, "yes\r");
    expect(await asked.end()).toBe(1);
    expect(asked.screen).toMatchSnapshot();
  });
});

describe("a service", () => {
  test.each(WIDTHS)("is shown before it is made and before it goes, in %i columns", async (columns) => {
    const programs = join(folder, "programs");
    await mkdir(programs);
    // systemd, which knows of no such service yet and does what it is told.
    for (const name of ["systemctl", "loginctl"])
      await writeFile(join(programs, name), '#!/bin/sh\ncase "$*" in *is-active*) exit 3;; esac\n', { mode: 0o755 });
    const env = { PATH: [programs, process.env.PATH].join(delimiter), NODE_OPTIONS: PRELOADED, WHOOK_TOKEN: TOKEN };
    const paths = { [WHOOK]: "/opt/whook.js", [process.execPath]: "/opt/node", [folder]: "/srv/bot" };
    for (const word of ["install", "remove"]) {
      const asked = whook(`service ${word}`, columns, env);
      await asked.answer("type yes to go on: ", "yes\r");
      expect(await asked.end()).toBe(0);
      expect(asked.screenWith(paths)).toMatchSnapshot();
    }
  });
});

describe("accounts try", () => {
  test.each(WIDTHS)("says what it sends and wants a yes, in %i columns", async (columns) => {
    const venue = await BITGET.start();
    venue.control.setBook(BITGET.venueSymbol, { bid: "1999", ask: "2001" });
    await writeFile(join(folder, "accounts.json"), JSON.stringify([entryOf(BITGET, "bitget", venue.url)]), {
      mode: 0o600,
    });
    const asked = whook(`accounts try sim ${BITGET.symbol}`, columns);
    await asked.answer("type yes to go on: ", "no\r");
    expect(await asked.end()).toBe(1);
    await venue.stop();
    expect(asked.screen).toMatchSnapshot();
  });
});

describe("a running whook", () => {
  let runtime: Runtime;
  beforeEach(async () => {
    const accountsFile = join(folder, "accounts.json");
    await writeFile(accountsFile, JSON.stringify([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]), { mode: 0o600 });
    const options = { port: 0, dataDir: join(folder, ".whook"), accountsFile, clock: systemClock };
    runtime = await startRuntime({ ...options, telemetry: new RecordingTelemetry(), paperFeed: new FixedFeed() });
  });
  afterEach(() => runtime.stop());

  /** Its events come in the order of the writes: what is behind the second waits for the first. */
  async function trade(seen: Terminal): Promise<void> {
    const post = (body: string) => fetch(`${runtime.url}/whook/${runtime.token}`, { method: "POST", body });
    await post("demo ETH/USDT buy 0.5 x3 tag:trend\ndemo ETH/USDT byu 1");
    await seen.shows("filled ");
    await post("demo ETH/USDT sell 0.5 limit:tp1:2500 reduce tag:trend");
    await seen.shows("placed ");
  }

  test.each(WIDTHS)("is watched, and shows its orders, in %i columns", async (columns) => {
    const seen = whook("watch", columns);
    await seen.shows("Ctrl-C stops");
    await trade(seen);
    seen.type("\u0003");
    expect(await seen.end()).toBe(0);
    expect(timeless(seen.screen)).toMatchSnapshot();
    // As narrow as tables are promised to fit.
    const width = Math.max(60, columns);
    const listed = whook("trades", width);
    expect(await listed.end()).toBe(0);
    expect(timeless(listed.screen)).toMatchSnapshot();
    const [table = ""] = listed.shown.split("not shown");
    expect(table.split("\n").filter((line) => line.length > width)).toEqual([]);
  });
});

/** What is another at each run, by letters of its own length. */
function timeless(screen: string): string {
  return screen
    .replaceAll(/\d{4}-\d\d-\d\d/g, "2026-01-01")
    .replaceAll(/\d\d:\d\d:\d\d(?:\.\d{3})?/g, (time) => "12:00:00.000".slice(0, time.length))
    .replaceAll(/\d\d-\d\d \d\d:\d\d /g, "01-01 12:00 ")
    .replaceAll(/\b01[0-9a-z]{6,}\b/g, (id) => "X".repeat(id.length));
}
