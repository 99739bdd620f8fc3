// Connections over a freeze: only the clock is set by hand.
import { once } from "node:events";
import http from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dropIdleSockets, keepAliveAgents } from "../../lib/adapters/keep-alive.ts";

const START = 1_790_000_000_000;
let server: http.Server;
let connections = 0;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
  connections = 0;
  server = http.createServer((_, response) => response.end("{}"));
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
});

async function ask(agent: http.Agent): Promise<void> {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const request = http.get({ host: "127.0.0.1", ...(port === undefined ? {} : { port }), agent });
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  response.resume();
  await once(response, "close");
  // The agent has its connection back a moment after the answer.
  await new Promise((resolve) => setImmediate(resolve));
}

test("a connection used less than 10 s ago is used again, one idle for longer is not", async () => {
  const agent = keepAliveAgents()["http:"];
  await ask(agent);
  vi.setSystemTime(START + 9_000);
  dropIdleSockets();
  await ask(agent);
  expect(connections).toBe(1);
  vi.setSystemTime(START + 20_000);
  dropIdleSockets();
  await ask(agent);
  expect(connections).toBe(2);
  agent.destroy();
});
