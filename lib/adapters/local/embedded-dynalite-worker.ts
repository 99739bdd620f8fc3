// The thread of embedded-dynalite.ts.
import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import dynalite from "dynalite";
import { closeIterators } from "./close-iterators.ts";
import { makeLevelDurable } from "./durable-level.ts";
import type { DynaliteMessage } from "./embedded-dynalite.ts";

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

closeIterators();
makeLevelDurable();
if (path !== undefined) mkdirSync(path, { recursive: true });
const server = dynalite({ createTableMs: 0, ...(path === undefined ? {} : { path }) });
listen(server);
parentPort?.once("message", () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
