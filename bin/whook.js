#!/usr/bin/env node
// What runs first, in JavaScript that any Node reads, so that too old a one can be told in a sentence. In a clone it goes on
// with the TypeScript sources, in an installed package with what was compiled of them.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** `node:sqlite` without a flag: https://nodejs.org/api/sqlite.html */
const LEAST = [22, 13];

const { node } = process.versions;
const [major, minor] = node.split(".").map(Number);
const source = new URL("./whook.ts", import.meta.url);

if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1])) {
  const how = existsSync(source) ? "run npm ci in this folder, which brings one, then npm start or npx whook" : "";
  console.error(
    `whook needs Node.js ${LEAST.join(".")} or newer and this is ${node}: ${how || "install a newer one from https://nodejs.org"}`,
  );
  process.exitCode = 1;
} else if (!existsSync(source)) {
  keepCompiled();
  await import("../dist/bin/whook.js");
} else if (process.features.typescript) {
  keepCompiled();
  await import("./whook.ts");
} else {
  runWithFlag();
}

/** Node 22.13 to 22.17 read TypeScript when asked to. Ctrl-C reaches both: this one waits for the other's end. */
function runWithFlag() {
  const flags = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"];
  const child = spawn(process.execPath, [...flags, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.once("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

/**
 * What Node compiled is kept between two runs: most of the time a command takes went into reading its code. Before any
 * TypeScript is imported, so that what makes JavaScript of it need not be read either. In the user's own cache folder: what lies
 * in one that others may write to would be run. Where none can be made, as in a home that is read-only, nothing is kept.
 * NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
function keepCompiled() {
  nodeModule.enableCompileCache(join(cacheFolder(), "whook", "compiled"));
}

function cacheFolder() {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === "win32") return LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return XDG_CACHE_HOME || join(homedir(), ".cache");
}
