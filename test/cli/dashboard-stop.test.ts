// `whook dashboard --stack` as a process of its own, beside an AWS that takes requests and does not answer: Ctrl-C ends it all the same.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { PARAMETERS, parameterPrefix } from "../../lib/config/aws-names.ts";
import { type LocalSsm, startLocalSsm } from "../support/local-ssm.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MOST_MS_TO_STOP = 3_000;
const ARN = "arn:aws:sns:us-east-1:123456789012:own";

let folder: string;
let ssm: LocalSsm;
let silent: Server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-dashboard-stop-"));
  ssm = await startLocalSsm();
  silent = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
  await once(silent, "listening");
});
afterEach(async () => {
  silent.close();
  await ssm.stop();
  await rm(folder, { recursive: true, force: true });
});

function putStack(): void {
  const names = ["table", "webhookFunction", "workerFunction", "notifierFunction"];
  const logs = ["webhookLogGroup", "workerLogGroup", "notifierLogGroup"];
  const facts = {
    ...Object.fromEntries([...names, ...logs].map((name) => [name, name])),
    url: "https://example.com",
    region: "us-east-1",
    queueUrl: "https://example.com/queue",
    deadLetterQueueUrl: "https://example.com/dead",
    topicArn: ARN,
    egress: "none",
  };
  ssm.put(`${parameterPrefix("main")}/${PARAMETERS.stack}`, JSON.stringify(facts));
}

test.each(["SIGINT", "SIGTERM"] as const)("ends within moments of %s while AWS does not answer", async (signal) => {
  putStack();
  const address = silent.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  const child = spawn(process.execPath, ["bin/whook.js", "dashboard", "--json", "--stack", "main"], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      WHOOK_DATA_DIR: folder,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}`,
      AWS_ENDPOINT_URL_SSM: ssm.endpoint,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const asked = once(silent, "connection");
  const [printed] = await once(child.stdout, "data");
  await asked;
  // Somebody looks, and his page waits.
  const { url } = JSON.parse(String(printed)) as { readonly url: string };
  const page = await fetch(url, { redirect: "manual" });
  const cookie = page.headers.get("set-cookie")?.split(";")[0] ?? "";
  const waiting = fetch(new URL("/now", url), { headers: { cookie } }).catch(() => undefined);
  const began = performance.now();
  child.kill(signal);
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(MOST_MS_TO_STOP);
  await waiting;
});
