import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DynamoLedger } from "../../../lib/adapters/dynamo/dynamo-ledger.ts";
import { createLedgerTable, createLocalClient, LOCAL_TABLE } from "../../../lib/adapters/dynamo/ledger-client.ts";
import { type EmbeddedDynalite, startEmbeddedDynalite } from "../../../lib/adapters/local/embedded-dynalite.ts";
import { createLedgerServer } from "../../../lib/adapters/local/ledger-server.ts";
import { orderAt } from "../../contract/ledger-contract.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const clock = new VirtualClock();
let dynalite: EmbeddedDynalite;
let client: ReturnType<typeof createLocalClient>;
let ledger: DynamoLedger;
beforeAll(async () => {
  dynalite = await startEmbeddedDynalite();
  client = createLocalClient(dynalite);
  await createLedgerTable(client, LOCAL_TABLE);
  ledger = new DynamoLedger({ client, tableName: LOCAL_TABLE, clock });
});
afterAll(async () => {
  client.destroy();
  await dynalite.stop();
});

interface Request {
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly target?: string;
  readonly body?: string | Buffer;
}

const FORGED = JSON.stringify({ TableName: LOCAL_TABLE, Item: { pk: { S: "ORDER#forged" }, sk: { S: "ORDER" } } });

async function ask({ secret = dynalite.secret, headers, method = "POST", target = "PutItem", body = FORGED }: Request) {
  const sent = httpRequest(dynalite.endpoint, {
    method,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${target}`,
      "x-amz-date": "20260101T000000Z",
      authorization: `AWS4-HMAC-SHA256 Credential=${secret}/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
      ...headers,
    },
  });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [import("node:http").IncomingMessage];
  answer.resume();
  await once(answer, "end");
  return answer.statusCode;
}

async function countItems(): Promise<number> {
  const { ScanCommand } = await import("@aws-sdk/client-dynamodb");
  return (await client.send(new ScanCommand({ TableName: LOCAL_TABLE }))).Count ?? 0;
}

test.each<[string, Request]>([
  ["without a signature", { headers: { authorization: "" } }],
  ["with the form of a signature that anybody can write", { secret: "local" }],
  ["with an empty access key", { secret: "" }],
  ["with a beginning of the secret", { secret: "A" }],
  ["from a web page", { headers: { origin: "http://127.0.0.1:8000" } }],
  ["from a web page without an address", { headers: { origin: "null" } }],
  ["under a name that leads here", { headers: { host: "rebound.example" } }],
  ["under the right address without the port", { headers: { host: "127.0.0.1" } }],
  [
    "as a browser asks before it sends",
    { method: "OPTIONS", body: "", secret: "", headers: { origin: "http://a.example" } },
  ],
  ["with GET", { method: "GET", body: "", secret: "" }],
  ["to read", { target: "Scan", secret: "", body: JSON.stringify({ TableName: LOCAL_TABLE }) }],
])("S1: a request %s is answered 403 and changes nothing", async (_, request) => {
  const before = await countItems();
  expect(await ask(request)).toBe(403);
  expect(await countItems()).toBe(before);
});

test("S1: the secret is another one at each start, and whoever has it is answered", async () => {
  const other = await startEmbeddedDynalite();
  expect(other.secret).not.toBe(dynalite.secret);
  expect(dynalite.secret.length).toBeGreaterThanOrEqual(32);
  await other.stop();
  expect(await ask({ target: "Scan", body: JSON.stringify({ TableName: LOCAL_TABLE }) })).toBe(200);
});

test("S1: the listener waits for no request for ever", () => {
  const { headersTimeout, requestTimeout } = createLedgerServer({ secret: "", answer: () => new Promise(() => {}) });
  for (const timeout of [headersTimeout, requestTimeout]) expect(timeout).toBeGreaterThan(0);
  expect(Math.max(headersTimeout, requestTimeout)).toBeLessThanOrEqual(10_000);
});

test.each<[string, Request]>([
  ...["null", "[]", '"x"', "1", "true", "", "   ", "{", "not JSON", "{}x"].map((body): [string, Request] => [
    `that is ${JSON.stringify(body)}`,
    { body },
  ]),
  ["of no UTF-8", { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }],
  ["of five megabytes", { body: `{"TableName":"${"x".repeat(5 * 1024 * 1024)}"}` }],
  ["nested a hundred thousand deep", { body: `{"Item":${"[".repeat(100_000)}${"]".repeat(100_000)}}` }],
  ["for an operation that is not there", { target: "Format" }],
  ["for an operation that every object has", { target: "constructor" }],
  ["with null for the table", { body: '{"TableName":null}' }],
  ["with null for the item", { body: `{"TableName":"${LOCAL_TABLE}","Item":null}` }],
  ["with null in the item", { body: `{"TableName":"${LOCAL_TABLE}","Item":{"pk":null}}` }],
  ["with an object's own names", { body: '{"__proto__":null,"constructor":1,"TableName":{"toString":1}}' }],
  ["with GET", { method: "GET", body: "" }],
])("S2: a request %s is answered 400, and the next one as ever", async (_, request) => {
  expect(await ask(request)).toBe(400);
  expect(await ask({ target: "Scan", body: JSON.stringify({ TableName: LOCAL_TABLE }) })).toBe(200);
});

test("S2: a sender that hangs up in its request, or before the answer, ends nothing", async () => {
  const { port } = new URL(dynalite.endpoint);
  for (const text of ["POST / HT", "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n", "\u0000\u0001\r\n\r\n"]) {
    const socket = connect(Number(port), "127.0.0.1");
    await once(socket, "connect");
    socket.write(text);
    socket.destroy();
  }
  const sent = httpRequest(dynalite.endpoint, { method: "POST", headers: { "content-length": "100" } });
  sent.on("error", () => undefined).write("{");
  await once(sent, "socket");
  sent.destroy();
  const order = orderAt(clock.now());
  await ledger.createOrder(order);
  expect((await ledger.getOrder(order.orderId))?.orderId).toBe(order.orderId);
});
