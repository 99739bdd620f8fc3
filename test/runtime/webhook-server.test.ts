import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { monotonicFactory } from "ulid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StepwiseAlertStore } from "../../lib/adapters/aws/stepwise-alert-store.ts";
import { MAX_ALERT_BYTES } from "../../lib/config/limits.ts";
import { createWebhookServer } from "../../lib/runtime/webhook-server.ts";
import { ACCOUNTS } from "../simulation/world.ts";
import { MemoryLedger } from "../support/memory-ledger.ts";
import { MemoryQueue } from "../support/memory-queue.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const TOKEN = "a-token-of-this-test";
const ALERT = "alice ETH/USDT buy 0.5";

function createServer(token = TOKEN) {
  const clock = new VirtualClock();
  const ledger = new MemoryLedger();
  const queue = new MemoryQueue(clock);
  const telemetry = new RecordingTelemetry();
  const deps = {
    ledger,
    alertStore: new StepwiseAlertStore({ ledger, queue, removeMessage: async () => undefined }),
    clock,
    telemetry,
    accounts: { listAccounts: async () => ACCOUNTS, findAccount: async () => undefined },
    newUlid: monotonicFactory(),
    hash: (text: string) => createHash("sha256").update(text).digest("hex"),
    windows: { resendAfterMs: 3_000, resendUntilMs: 60_000, keyMs: 86_400_000 },
  };
  return {
    server: createWebhookServer({ ...deps, isToken: (given) => given === token, maxAlertBytes: MAX_ALERT_BYTES }),
    ledger,
    queue,
    telemetry,
  };
}

async function post(body: string | Buffer, options: { readonly url?: string; readonly type?: string } = {}) {
  const { server, ...world } = createServer();
  const { url = `/whook/${TOKEN}`, type = "text/plain; charset=utf-8" } = options;
  const response = await server.inject({ method: "POST", url, payload: body, headers: { "content-type": type } });
  return { status: response.statusCode, body: response.json(), ...world };
}

test("a connection on which nothing was asked does not hold up the end", async () => {
  const { server } = createServer();
  await server.listen({ host: "127.0.0.1", port: 0 });
  const address = server.server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  const accepted = once(server.server, "connection");
  const socket = connect(address.port, "127.0.0.1");
  await accepted;
  const began = performance.now();
  await server.close();
  // Its time for headers is 10 s.
  expect(performance.now() - began).toBeLessThan(5_000);
  socket.destroy();
});

describe("the status", () => {
  test("is 200 with what was accepted", async () => {
    const { status, body } = await post(ALERT);
    expect(status).toBe(200);
    expect(body.accepted).toHaveLength(1);
    expect(Object.keys(body)).toEqual(["alertId", "accepted", "rejected", "warnings"]);
  });

  test.each([
    ["no good line", "alice ETH/USDT byu 1", 400],
    ["no line", "", 400],
    ["a body that is not UTF-8", Buffer.from([0xff, 0xfe]), 400],
    ["an alert of the largest size", `//${"x".repeat(MAX_ALERT_BYTES - ALERT.length - 3)}\n${ALERT}`, 200],
    ["one byte more", `//${"x".repeat(MAX_ALERT_BYTES - ALERT.length - 2)}\n${ALERT}`, 413],
    ["a huge body", "x".repeat(1_000_000), 413],
  ])("of %s", async (_, body, status) => {
    expect((await post(body)).status).toBe(status);
  });

  test.each([
    ["a wrong token", "/whook/not-the-token", 401],
    ["a token that begins right", `/whook/${TOKEN}x`, 401],
    ["no token", "/whook", 401],
    ["no token and a slash", "/whook/", 401],
    ["another path", "/webhook", 404],
  ])("of %s", async (_, url, status) => {
    const { status: answered, body, queue } = await post(ALERT, { url });
    expect(answered).toBe(status);
    expect(body.error.message).not.toBe("");
    expect(await queue.count()).toBe(0);
  });

  test("is 200 with a slash after the token", async () => {
    expect((await post(ALERT, { url: `/whook/${TOKEN}/` })).status).toBe(200);
  });

  test("S6: with a broken address is refused without a word of it, which may be the token", async () => {
    const { server } = createServer();
    const broken = await server.inject({ method: "POST", url: `/whook/${TOKEN}%ZZ`, payload: "close" });
    expect(broken.statusCode).toBe(400);
    expect(broken.body).not.toContain(TOKEN);
    expect(broken.json()).toMatchObject({ error: { code: "REQUEST_FAILED" } });
  });

  test("of another method is 405, of health 200", async () => {
    const { server } = createServer();
    expect((await server.inject({ method: "GET", url: `/whook/${TOKEN}` })).statusCode).toBe(405);
    expect((await server.inject({ method: "POST", url: `/whook/${TOKEN}/more` })).statusCode).toBe(404);
    const health = await server.inject({ method: "GET", url: "/health" });
    expect([health.statusCode, health.body]).toEqual([200, '{"status":"ok"}']);
  });

  test("is 503 when something was not stored, and says to send it again", async () => {
    const { server, ledger } = createServer();
    ledger.createOrder = async () => {
      throw new Error("the disk is full");
    };
    const response = await server.inject({ method: "POST", url: `/whook/${TOKEN}`, payload: ALERT });
    expect(response.statusCode).toBe(503);
    expect(response.json().error.code).toBe("NOT_STORED");
  });
});

describe("the body", () => {
  test.each<[string, string, string]>([
    ["plain text", ALERT, "text/plain; charset=utf-8"],
    ["text without a type", ALERT, "application/octet-stream"],
    ["JSON with the text in message", JSON.stringify({ message: ALERT, more: 1 }), "application/json; charset=utf-8"],
    ["JSON sent as text", `\n ${JSON.stringify({ message: ALERT })}`, "text/plain"],
    ["a JSON string", JSON.stringify(ALERT), "application/json"],
    ["text sent as JSON", ALERT, "application/json"],
    ["text in a form's clothes", ALERT, "application/x-www-form-urlencoded"],
    ["text under a type that is none", ALERT, "???"],
    ["text under an empty type", ALERT, " "],
  ])("may be %s", async (_, body, type) => {
    const { status, ledger } = await post(body, { type });
    expect(status).toBe(200);
    expect(ledger.all()[0]?.text).toBe(ALERT);
  });

  const LINES = "alice ETH/USDT close\nalice ETH/USDT sell 500$ x3\nalice ETH/USDT buy 1 limit:t1:3000";

  test.each<[string, string]>([
    ["the text in text", '{"text":"alice ETH/USDT buy 100$"}'],
    ["a real line break in the message", `{"message":"${LINES}"}`],
    ["JSON in the message", JSON.stringify({ message: JSON.stringify({ alert: LINES }) })],
  ])("M17: JSON with %s trades every line", async (_, body) => {
    for (const type of ["application/json", "text/plain"]) {
      const { status, body: answer, queue } = await post(body, { type });
      expect([status, answer.rejected]).toEqual([200, []]);
      expect(await queue.count()).toBe(answer.accepted.length);
      expect([1, 3]).toContain(answer.accepted.length);
    }
  });

  test.each([
    ["NO_MESSAGE", '{"message":5}'],
    ["NO_MESSAGE", `{\n"message_type":"bot",\n"bot_id":1,\n"note":"${LINES.replaceAll("\n", "\\n")}"\n}`],
    ["JSON_INVALID", "{broken"],
    ["JSON_INVALID", `{"message":"${LINES}`],
    ["JSON_INVALID", `\uFEFF\n[\n${LINES}\n]`],
    ["ACCOUNT_UNKNOWN", '"broken ETH/USDT close'],
  ])("M17: is one error, %s, and trades nothing: %s", async (code, body) => {
    const { status, body: answer, ledger, queue } = await post(body, { type: "application/json" });
    expect(status).toBe(400);
    expect(Object.keys(answer)).toEqual(["alertId", "accepted", "rejected", "warnings"]);
    expect(answer.rejected).toMatchObject([{ code }]);
    expect([ledger.all(), await queue.count()]).toEqual([[], 0]);
    const { alerts } = await ledger.listAlerts({ refused: true });
    expect(alerts).toMatchObject([{ alertId: answer.alertId, rejected: [{ code }] }]);
  });

  test("M17: of a body without a text the beginning is on record", async () => {
    const { ledger } = await post(`{"a":"${"\u{1F600}".repeat(300)}"}`);
    const [alert] = (await ledger.listAlerts({})).alerts;
    expect(alert?.text).toBe(`{"a":"${"\u{1F600}".repeat(48)}`);
    expect(alert?.rejected).toEqual([
      { line: 1, text: alert?.text, code: "NO_MESSAGE", message: expect.stringContaining("it has a;") },
    ]);
  });

  test.each<[string, string, Buffer, number, string, string]>([
    ["not UTF-8", "ALERT_NOT_UTF8", Buffer.from([0x61, 0xff, 0x00, 0x0a, 0x62]), 400, "a\uFFFD\uFFFD\nb", "a"],
    ["UTF-16", "ALERT_NOT_UTF8", Buffer.from("\uFEFFhi", "utf16le"), 400, "\uFFFD\uFFFDh\uFFFDi\uFFFD", "b"],
    [
      "too large",
      "ALERT_TOO_LARGE",
      Buffer.from(`\u{1F600}${"é".repeat(40_000)}`),
      413,
      `\u{1F600}${"é".repeat(98)}`,
      "c",
    ],
    ["far too large", "ALERT_TOO_LARGE", Buffer.alloc(3_000_000, "x"), 413, "x".repeat(200), "d"],
    ["no JSON", "JSON_INVALID", Buffer.from("{broken"), 400, "{broken", "e"],
    ["JSON without a text", "NO_MESSAGE", Buffer.from('{"a":1}'), 400, '{"a":1}', "f"],
  ])("that is %s is on record with its first 200 bytes: %s", async (_, code, body, status, text) => {
    const { status: answered, body: answer, ledger, telemetry } = await post(body);
    expect(answered).toBe(status);
    expect(answer).toMatchObject({ accepted: [], rejected: [{ line: 1, text, code }], warnings: [] });
    const { alerts } = await ledger.listAlerts({ refused: true });
    expect(alerts).toMatchObject([{ alertId: answer.alertId, text, rejected: [{ line: 1, text, code }] }]);
    expect(telemetry.counts.get("AlertRejected")).toBe(1);
  });

  test("M17: JSON with a text that is too long is 413", async () => {
    expect((await post(JSON.stringify({ text: "x".repeat(MAX_ALERT_BYTES + 1) }))).status).toBe(413);
  });

  test("M14, M15: two lines under one quoted key are two orders, and a resend meets both", async () => {
    const { server, ledger, queue } = createServer();
    const key = `id:"ETHUSDT 2026-11-24 Close entry(s) order Long ${"k".repeat(200)}"`;
    const send = async (text: string) => {
      const payload = JSON.stringify({ message: text });
      return (await server.inject({ method: "POST", url: `/whook/${TOKEN}`, payload })).json();
    };
    const first = await send(`alice ETH/USDT close ${key}\nalice ETH/USDT buy 100$ x2 ${key}`);
    const again = await send(`// again\nalice ETH/USDT close ${key}\nalice ETH/USDT buy 100$ x2 ${key}`);
    const ids = (answer: { readonly accepted: readonly { readonly orderId: string }[] }) =>
      answer.accepted.map(({ orderId }) => orderId);
    expect(new Set(ids(first)).size).toBe(2);
    expect(ids(again)).toEqual(ids(first));
    expect([ledger.all().length, await queue.count()]).toEqual([2, 2]);
  });
});

test("neither the token nor the alert's text is logged", async () => {
  const { telemetry } = await post(ALERT);
  const lines = telemetry.lines.join("\n");
  expect(lines).toContain("alert answered");
  expect(lines).not.toContain(TOKEN);
  expect(lines).not.toContain("ETH/USDT buy");
});

test("S1: the listener waits for no request for ever", () => {
  const { requestTimeout, headersTimeout, timeout } = createServer().server.server;
  for (const wait of [requestTimeout, headersTimeout, timeout]) expect(wait).toBeGreaterThan(0);
  expect(Math.max(requestTimeout, headersTimeout)).toBeLessThanOrEqual(10_000);
});

describe("over a socket", () => {
  const { server } = createServer();
  beforeAll(() => server.listen({ host: "127.0.0.1", port: 0 }));
  afterAll(() => server.close());

  /** What the server says to bytes as they are sent, until it ends the connection or `isEnough`. */
  function say(bytes: string, isEnough = (_answer: string) => false): Promise<string> {
    const address = server.server.address();
    if (typeof address !== "object" || address === null) throw new Error("not listening");
    return new Promise((resolve, reject) => {
      let answer = "";
      const socket = connect(address.port, "127.0.0.1", () => socket.write(bytes));
      const done = () => {
        resolve(answer);
        socket.destroy();
      };
      socket.on("data", (chunk) => {
        answer += chunk.toString();
        if (isEnough(answer)) done();
      });
      socket.on("end", done);
      socket.on("error", reject);
    });
  }

  const half = (token: string, headers = "") =>
    `POST /whook/${token} HTTP/1.1\r\nhost: x\r\n${headers}content-length: 100000\r\n\r\nhalf`;

  test.each([
    ["a wrong token", half("guess"), "401"],
    ["no token", half(""), "401"],
    ["another path", half(TOKEN).replace("/whook/", "/other/"), "404"],
    ["another method", half(TOKEN).replace("POST", "PUT"), "405"],
    ["a body whose type is nonsense", half("guess", "content-type: ???\r\n"), "401"],
  ])("S7: %s is answered before the body is read, and the connection ends", async (_, request, status) => {
    const answer = await say(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toLowerCase()).toContain("connection: close");
  });

  test("S7: a request that is never finished is given up on after 10 s", async () => {
    expect(server.server).toMatchObject({ requestTimeout: 10_000, connectionsCheckingInterval: 1_000 });
    server.server.requestTimeout = 50;
    server.server.headersTimeout = 50;
    try {
      const answers = await Promise.all([half(TOKEN), "POST /whook", ""].map((bytes) => say(bytes)));
      expect(answers.filter((answer) => answer !== "").every((answer) => /^HTTP\/1.1 4/.test(answer))).toBe(true);
    } finally {
      server.server.requestTimeout = 10_000;
      server.server.headersTimeout = 10_000;
    }
  });

  test("S5: a body of megabytes is answered 413 on the connection it came by, and keeps no more than an alert", async () => {
    const body = "x".repeat(5_000_000);
    const request = `POST /whook/${TOKEN} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    expect(await say(request, (answer) => answer.includes("ALERT_TOO_LARGE"))).toMatch(/^HTTP\/1.1 413 /);
  });

  test.each([
    ["GET", "/", 404],
    ["GET", "/whook", 405],
    ["GET", `/whook/${TOKEN}?x=1`, 405],
    ["HEAD", `/whook/${TOKEN}`, 405],
    ["OPTIONS", `/whook/${TOKEN}`, 405],
    ["DELETE", `/whook/${TOKEN}`, 405],
    ["GET", "/whooks", 404],
    ["POST", "/whooks", 404],
    ["POST", "/health", 404],
    ["HEAD", "/health", 200],
    ["GET", "/health?x=1", 200],
    ["PROPFIND", "/x", 404],
    ["FOO", "/health", 400],
    ["POST", `/whook/${"t".repeat(101)}`, 401],
    ["POST", `/whook/${"t".repeat(8_000)}`, 401],
    ["POST", `/whook/${"t".repeat(20_000)}`, 431],
    ["POST", `/whook/${"%74".repeat(300)}`, 401],
    ["POST", `/whook//${TOKEN}`, 404],
    ["GET", "//", 404],
    ["GET", "/%00", 404],
  ])("%s %.40s is answered %i, and nothing dies", async (method, path, status) => {
    const request = `${method} ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`;
    expect(await say(request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const health = await say("GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    expect(health).toContain('{"status":"ok"}');
  });
});

test.each([101, 256])("S8: a token of %i characters works, one character more does not", async (length) => {
  const token = "t".repeat(length);
  const { server } = createServer(token);
  const send = async (given: string) =>
    (await server.inject({ method: "POST", url: `/whook/${given}`, payload: ALERT })).statusCode;
  expect([await send(token), await send(`${token}t`)]).toEqual([200, 401]);
});
