// The thread of embedded-dynalite.ts.
import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import dynalite from "dynalite";
import { type Answer, askDynalite, type DynaliteHandler, type Question, refusal } from "./ask-dynalite.ts";
import { closeIterators } from "./close-iterators.ts";
import { makeLevelDurable } from "./durable-level.ts";
import type { DynaliteMessage, DynaliteWorkerData } from "./embedded-dynalite.ts";
import { createLedgerServer, unreadable } from "./ledger-server.ts";
import { StorageFault, storageReasonOf } from "./storage-fault.ts";

/** A connection that has become idle is closed so soon. */
const CLOSE_EVERY_MS = 5;
/** A request that takes longer is given up. */
const CLOSE_AT_LAST_MS = 5_000;
/** Between two looks at whether a database that could not be written can be opened again. */
const MEND_EVERY_MS = 500;

const { path, secret } = workerData as DynaliteWorkerData;
/** What is being answered: each can be given up. */
const answering = new Set<(answer: Answer) => void>();
let fault: string | undefined;
let isMending = false;

function say(message: DynaliteMessage): void {
  parentPort?.postMessage(message);
}

function hear(found?: StorageFault): void {
  if (found === undefined) {
    if (fault !== undefined) say({ mended: true });
    fault = undefined;
    return;
  }
  if (fault === undefined) say({ fault: found.message });
  fault = found.message;
  if (isMending) return;
  isMending = true;
  setTimeout(mend, MEND_EVERY_MS);
}

/** Opens the database afresh once nothing uses it: what it was told after a failed write is not sure to be kept. */
async function mend(): Promise<void> {
  for (const give of answering) give(unavailable());
  try {
    await level.reopen();
    isMending = false;
  } catch {
    // There still is no room, or the like: what is asked meanwhile is refused.
    setTimeout(mend, MEND_EVERY_MS);
  }
}

function unavailable(): Answer {
  return refusal(500, "com.amazonaws.dynamodb.v20120810#InternalServerError", fault ?? "the ledger could not answer");
}

function answer(question: Question): Promise<Answer> {
  if (isMending) return Promise.resolve(unavailable());
  const given = Promise.withResolvers<Answer>();
  answering.add(given.resolve);
  level.asRequest(() => askDynalite(handler, question)).then(given.resolve, () => given.resolve(unreadable()));
  return given.promise.finally(() => answering.delete(given.resolve));
}

function listen(server: Server): void {
  server.once("error", (error) => say({ error: error.message }));
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) say({ port: address.port });
  });
}

closeIterators();
const level = makeLevelDurable(hear);
if (path !== undefined) mkdirSync(path, { recursive: true, mode: 0o700 });
// Only dynalite's handler is used: the port is ours.
const [handler] = dynalite({ createTableMs: 0, ...(path === undefined ? {} : { path }) }).listeners("request") as [
  DynaliteHandler,
];
const server = createLedgerServer({ secret, answer });
// dynalite throws in a turn of its own when a step of a request fails in a way that it does not expect.
process.on("uncaughtException", (error) => hear(new StorageFault(error)));
if (path === undefined) listen(server);
else
  level.opened.then(
    () => listen(server),
    (error: unknown) => say({ error: storageReasonOf(error) }),
  );
parentPort?.once("message", () => {
  // What is being answered ends first: a database that is closed under a request breaks it off.
  setInterval(() => server.closeIdleConnections(), CLOSE_EVERY_MS);
  setTimeout(() => server.closeAllConnections(), CLOSE_AT_LAST_MS);
  server.close(async () => {
    // A database that cannot be closed is left as after a kill.
    await level.close().catch(() => undefined);
    process.exit(0);
  });
});
