import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createNodeFetch, recordingFetch } from "../../../lib/adapters/ccxt/node-fetch.ts";
import { recordCall } from "../../../lib/adapters/ccxt/venue-call.ts";

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Fetches and gives back what the call recorded, and the error if there was one. */
function fetchRecorded(url: string, endpoint?: string, signal?: AbortSignal) {
  const fetch = recordingFetch(createNodeFetch(), endpoint === undefined ? {} : { endpoint });
  return recordCall(async (call) => {
    const options = { method: "GET", ...(signal === undefined ? {} : { signal }) };
    const outcome = await fetch(url, options).then(
      (response) => ({ text: response.text() }),
      (error: unknown) => ({ error }),
    );
    return { call, ...outcome };
  });
}

describe("the transport", () => {
  test("sends to the endpoint, keeping path and query byte for byte", async () => {
    const seen: (string | undefined)[] = [];
    const endpoint = await serve((request, response) => {
      seen.push(request.url);
      response.end("{}");
    });
    await fetchRecorded("https://fapi.binance.com/fapi/v1/order?a=%5B1%5D&b=x%20y&signature=ab", `${endpoint}/ignored`);
    expect(seen).toEqual(["/fapi/v1/order?a=%5B1%5D&b=x%20y&signature=ab"]);
  });

  test("writes request, status, headers and body into the call it belongs to", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(429, { "Retry-After": "2" }).end('{"code":-1003}');
    });
    const { call } = await fetchRecorded(`${url}/x`);
    expect(call).toMatchObject({ requests: 1, replies: [{ status: 429, body: '{"code":-1003}' }] });
    expect(call.replies[0]?.headers["retry-after"]).toBe("2");
  });

  test("reads compressed answers", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"ok":true}'));
    });
    expect((await fetchRecorded(`${url}/x`)).call.replies[0]?.body).toBe('{"ok":true}');
  });

  test.each([
    ["a redirect", 302, "{}", "redirected"],
    ["a page", 200, "<html></html>", "not JSON"],
    ["nothing", 200, "", "not JSON"],
    ["half an object", 200, '{"a":', "not JSON"],
  ])("%s is no answer", async (_name, status, body, fault) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { location: "/elsewhere" }).end(body);
    });
    const { call, ...outcome } = await fetchRecorded(`${url}/x`);
    expect("error" in outcome).toBe(true);
    expect(call.transportFault).toBe(fault);
  });

  test("a cut body is a dropped connection", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"a":1', () => response.destroy());
    });
    expect((await fetchRecorded(`${url}/x`)).call.transportFault).toBe("ECONNRESET");
  });

  test("a body that never ends is given up with the signal", async () => {
    const controller = new AbortController();
    const url = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"a":1');
      setImmediate(() => controller.abort());
    });
    expect((await fetchRecorded(`${url}/x`, undefined, controller.signal)).call.transportFault).toBe("TIMEOUT");
  });

  describe("W13: a kept connection that the venue has closed", () => {
    /** Answers the first request of a connection, and cuts it at the second. */
    function serveOnceEach(seen: string[]): Promise<string> {
      const used = new WeakSet<object>();
      return serve((request, response) => {
        seen.push(`${request.method} ${request.url}`);
        if (used.has(request.socket)) request.socket.destroy();
        else response.end("{}");
        used.add(request.socket);
      });
    }

    test("a GET goes again at once, over another one", async () => {
      const seen: string[] = [];
      const url = await serveOnceEach(seen);
      const fetch = createNodeFetch();
      // Side by side, so that several connections are kept.
      await Promise.all(["/1", "/2", "/3"].map((path) => fetch(url + path, { method: "GET" })));
      expect((await fetch(`${url}/4`, { method: "GET" })).status).toBe(200);
      expect(seen.filter((each) => each === "GET /4").length).toBeGreaterThan(1);
    });

    test.each(["POST", "DELETE", "PUT"])("a %s is never sent twice: it may have landed", async (method) => {
      const seen: string[] = [];
      const url = await serveOnceEach(seen);
      const fetch = createNodeFetch();
      await fetch(`${url}/1`, { method: "GET" });
      await expect(fetch(`${url}/2`, { method })).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(seen).toEqual(["GET /1", `${method} /2`]);
    });

    test("a GET over a new connection that resets is given up: the venue does not want it", async () => {
      const seen: string[] = [];
      const url = await serve((request) => {
        seen.push(String(request.url));
        request.socket.destroy();
      });
      await expect(createNodeFetch()(`${url}/1`, { method: "GET" })).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(seen).toEqual(["/1"]);
    });
  });

  test("nobody listening is said so", async () => {
    const url = await serve(() => undefined);
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    expect((await fetchRecorded(`${url}/x`)).call.transportFault).toBe("ECONNREFUSED");
  });

  test("several answers are kept in their order", async () => {
    const url = await serve((request, response) => {
      response.statusCode = request.url === "/bad" ? 400 : 200;
      response.end("{}");
    });
    const fetch = recordingFetch(createNodeFetch());
    const statuses = await recordCall(async (call) => {
      await fetch(`${url}/bad`, { method: "GET" });
      await fetch(`${url}/good`, { method: "GET" });
      return [call.requests, ...call.replies.map(({ status }) => status)];
    });
    expect(statuses).toEqual([2, 400, 200]);
  });
});
