import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const MODULE = new URL("../../../lib/adapters/local/embedded-dynalite.ts", import.meta.url).href;

test("LevelDB's addon stays loaded when the ledger's thread ends: it has a thread of its own that runs on", async () => {
  const script = `await import(${JSON.stringify(MODULE)}); console.log(process.report.getReport().sharedObjects.join("\\n"))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  expect(stdout.split("\n").filter((file) => /classic-level.*\.node$/.test(file))).toHaveLength(1);
});
