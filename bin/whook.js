#!/usr/bin/env node
// What runs first, in JavaScript that any Node reads, so that too old a one can be told in a sentence. In a clone it goes on
// with the TypeScript sources, in an installed package with what was compiled of them.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
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
  await import("../dist/bin/whook.js");
} else if (process.features.typescript) {
  await import("./whook.ts");
} else {
  runWithFlag();
}

/** Node 22.13 to 22.17 read TypeScript when asked to. Ctrl-C reaches both: this one waits for the other's end. */
function runWithFlag() {
  const flags = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"];
  const child = spawn(process.execPath, [...flags, fileURLToPath(source), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.once("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
