// dynalite in this thread, where its database can be watched.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { AbstractLevel } from "abstract-level";
import dynalite from "dynalite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DynamoLedger } from "../../../lib/adapters/dynamo/dynamo-ledger.ts";
import { createLedgerTable, createLocalClient, LOCAL_TABLE } from "../../../lib/adapters/dynamo/ledger-client.ts";
import { closeIterators } from "../../../lib/adapters/local/close-iterators.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { orderAt } from "../../contract/ledger-contract.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const server = dynalite({ createTableMs: 0 });
const clock = new VirtualClock();
let client: ReturnType<typeof createLocalClient>;
let ledger: DynamoLedger;
beforeAll(async () => {
  closeIterators();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = createLocalClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secret: "none",
  });
  await createLedgerTable(client, LOCAL_TABLE);
  ledger = new DynamoLedger({ client, tableName: LOCAL_TABLE, clock });
});
afterAll(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("a query leaves nothing open in the database, however it ends", async () => {
  for (let second = 0; second < 40; second++) await ledger.createOrder(orderAt(unixMs(clock.now() - second * 1_000)));
  const iterators = vi.spyOn(AbstractLevel.prototype, "values");
  // To the end, up to its limit, and of nothing.
  for (const filter of [{}, { limit: 3 }, { account: "nobody" }]) await ledger.listTrades(filter);
  const opened = iterators.mock.results.map(({ value }) => value as { next(): Promise<unknown> });
  iterators.mockRestore();
  expect(opened.length).toBeGreaterThanOrEqual(3);
  for (const iterator of opened)
    await expect(iterator.next()).rejects.toMatchObject({ code: "LEVEL_ITERATOR_NOT_OPEN" });
});
