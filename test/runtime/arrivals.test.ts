import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { SharedCommit } from "../../lib/adapters/sqlite/shared-commit.ts";
import { Arrivals } from "../../lib/runtime/arrivals.ts";

const CALLERS = 200;

/** How many commits it takes to answer callers who all come at once, each on a connection of its own. */
async function commitsFor(hears: boolean): Promise<number> {
  let count = 0;
  const arrivals = new Arrivals();
  const watch = { failed: (error: unknown) => error, written: () => void count++ };
  const commits = new SharedCommit(new DatabaseSync(":memory:"), watch, () => hears && arrivals.goOn());
  const server = createServer((_request, response) => {
    void commits.transact("lazy", () => undefined).then(() => response.end("stored"));
  });
  arrivals.watch(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answered = Array.from({ length: CALLERS }, async () => {
    const socket = connect(port, "127.0.0.1");
    socket.end("POST / HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    socket.resume();
    await once(socket, "close");
  });
  await Promise.all(answered);
  return count;
}

test("callers who come at once share commits: hardly any is for one of them alone", async () => {
  const alone = await commitsFor(false);
  const together = await commitsFor(true);
  expect(alone).toBeGreaterThan(CALLERS / 4);
  expect(together).toBeLessThan(alone / 4);
});
