// What the documents and doc comments show is run as it stands, in a folder with a whook that runs and an accounts file.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import * as library from "../../lib/index.ts";
import { type Runtime, startRuntime } from "../../lib/runtime/start-runtime.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { documentPrograms, examplePrograms, moduleOf, type WrittenProgram } from "./written-programs.ts";

let folder: string;
let runtime: Runtime;
const opened: { close(): Promise<void> }[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-written-"));
  const accountsFile = join(folder, "accounts.json");
  await writeFile(accountsFile, JSON.stringify([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]), { mode: 0o600 });
  const options = { port: 0, dataDir: join(folder, ".whook"), accountsFile, clock: systemClock };
  runtime = await startRuntime({ ...options, telemetry: new RecordingTelemetry(), paperFeed: new FixedFeed() });
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const engine of opened.splice(0)) await engine.close();
});
afterAll(async () => {
  await runtime.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The same functions, of a process whose folder is the test's and whose port is free. */
function worldOf(printed: unknown[][]) {
  const kept = async <T extends { close(): Promise<void> }>(opening: Promise<T>) => {
    const engine = await opening;
    opened.push(engine);
    return engine;
  };
  const here = ({ dataDir = ".whook-bot", ...rest }: library.OpenAccountOptions = {}) => ({
    ...rest,
    dataDir: join(folder, dataDir),
  });
  return {
    ...library,
    openAccount: (entry: library.AccountEntry, options?: library.OpenAccountOptions) =>
      kept(library.openAccount(entry, here(options))),
    openAccounts: (entries: readonly library.AccountEntry[] | string, options?: library.OpenAccountOptions) =>
      kept(library.openAccounts(typeof entries === "string" ? join(folder, entries) : entries, here(options))),
    connect: (options: library.ConnectOptions) =>
      kept(library.connect("dataDir" in options ? { ...options, dataDir: join(folder, options.dataDir) } : options)),
    createServer: (listener: RequestListener) => ({
      listen: (_port: number, host: string) => servers.push(createServer(listener).listen(0, host)),
    }),
    console: { log: (...words: unknown[]) => printed.push(words) },
  };
}

/** @returns what the code returns. */
function run(code: string, world: Readonly<Record<string, unknown>>): Promise<unknown> {
  const target = ts.ScriptTarget.ES2022;
  const body = ts.transpileModule(`(async () => {\n${code}\n})()`, { compilerOptions: { target } }).outputText;
  const start = body.indexOf("(async () =>");
  return new Function(...Object.keys(world), `${body.slice(0, start)}\nreturn ${body.slice(start)}`)(
    ...Object.values(world),
  );
}

test("every function of the library has an example", () => {
  const functions = Object.entries(library).filter(([name]) => /^[a-z]/.test(name));
  expect(examplePrograms.map(({ where }) => where).toSorted()).toEqual(functions.map(([name]) => name).toSorted());
  expect(documentPrograms.length).toBeGreaterThan(2);
});

const PROGRAMS: readonly [string, WrittenProgram][] = [...documentPrograms, ...examplePrograms].map((program) => [
  program.where,
  program,
]);

test.each(PROGRAMS)("%s runs, and gives what it says", async (_, program) => {
  const { code, gives } = program;
  const printed: unknown[][] = [];
  const world = worldOf(printed);
  if (gives !== undefined) {
    const given = await run(`return ${code}`, world);
    return expect(given).toEqual(await run(`return ${gives}`, world));
  }
  const needsAccount = /\baccount\b/.test(code) && !/\busing account\b/.test(code);
  const account = needsAccount
    ? await world.openAccount({ ACCOUNT_ID: "given", EXCHANGE: "paper" }, { dataDir: ".given" })
    : undefined;
  const running = run(code, { ...world, account });
  await account?.buy("ETH/USDT", { base: 1 });
  await account?.close();
  await running;
  expect(printed.length > 0).toBe(code.includes("console.log"));
  expect(printed.flat()).not.toContain("rejected");
});

test("each is a module of TypeScript", () => {
  const faults = PROGRAMS.map(([where, program]) => {
    const { diagnostics } = ts.transpileModule(moduleOf(program), { reportDiagnostics: true });
    return { where, faults: diagnostics?.map(({ messageText }) => messageText) };
  });
  expect(faults.filter((found) => found.faults?.length !== 0)).toEqual([]);
});
