// The thread of embedded-dynalite.ts.
import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import dynalite from "dynalite";
import { closeIterators } from "./close-iterators.ts";
import { makeLevelDurable } from "./durable-level.ts";
import type { DynaliteMessage } from "./embedded-dynalite.ts";

/** A connection that has become idle is closed so soon. */
const CLOSE_EVERY_MS = 5;
/** A request that takes longer is given up. */
const CLOSE_AT_LAST_MS = 5_000;

const { path } = workerData as { readonly path?: string };

function say(message: DynaliteMessage): void {
  parentPort?.postMessage(message);
}

function listen(server: Server): void {
  server.once("error", (error) => say({ error: error.message }));
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) say({ port: address.port });
  });
}

/** LevelDB's own words, which name the file. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

closeIterators();
const opened = makeLevelDurable();
if (path !== undefined) mkdirSync(path, { recursive: true });
const server = dynalite({ createTableMs: 0, ...(path === undefined ? {} : { path }) });
if (path === undefined) listen(server);
else
  opened.then(
    () => listen(server),
    (error: unknown) => say({ error: reasonOf(error) }),
  );
parentPort?.once("message", () => {
  // What is being answered ends first: dynalite throws when its database is closed under a request.
  setInterval(() => server.closeIdleConnections(), CLOSE_EVERY_MS);
  setTimeout(() => server.closeAllConnections(), CLOSE_AT_LAST_MS);
  server.close(() => process.exit(0));
});
