// What npm pack makes, installed into an empty folder as anybody would: its commands, its process, its library, its types.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { describeExamples } from "../examples/examples-suite.ts";
import { documentPrograms, examplePrograms, moduleOf } from "../examples/written-programs.ts";
import { outside } from "./outside.ts";

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MOST_BYTES = 1_000_000;
const MOST_MS_TO_STOP = 5_000;

const packed = z.object({
  filename: z.string(),
  size: z.number(),
  files: z.array(z.object({ path: z.string() })),
});

let folder: string;
let tarball: z.infer<typeof packed>;

/** As npx finds it, with the Node that the package brings where the machine's is too old. */
function whook(words: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return execute("npx", ["--no", "--", "whook", ...words], { cwd: folder, env: outside() });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-package-"));
  const { stdout } = await execute("npm", ["pack", "--json", "--pack-destination", folder], { cwd: ROOT });
  // prepack prints before it, and npm's versions differ on whether a list or names hold the packages.
  const json: unknown = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
  tarball = packed.parse(
    Object.values(z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).parse(json))[0],
  );
  // As newer npm's `npm init --yes` makes it.
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "commonjs" }));
  const types = `@types/node@${packageJson.devDependencies["@types/node"]}`;
  const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${tarball.filename}`, types];
  await execute("npm", install, { cwd: folder, env: outside() });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("is small, and holds what runs and what is read", () => {
  expect(tarball.size).toBeLessThan(MOST_BYTES);
  const paths = tarball.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["bin/whook.js", "dist/bin/whook.js", "README.md", "LICENSE", "llms.txt"]),
  );
  const foreign = /(?:^|\/)(?:test|bench|functions|infra|node_modules)\/|^(?!examples\/).*(?<!\.d)\.ts$/;
  expect(paths.filter((path) => foreign.test(path))).toEqual([]);
});

test("says its version", async () => {
  expect((await whook(["--version"])).stdout.trim()).toBe(packageJson.version);
});

class Started {
  readonly #child: ChildProcess;
  printed = "";

  constructor(cwd = folder, env: NodeJS.ProcessEnv = {}) {
    const bin = join(folder, "node_modules", "whook", packageJson.bin.whook);
    this.#child = spawn(process.execPath, [bin, "start"], { cwd, env: { ...outside(), ...env } });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", (data: Buffer) => {
        this.printed += data.toString();
      });
    onTestFinished(() => void this.#child.kill("SIGKILL"));
  }

  async prints(pattern: RegExp): Promise<string> {
    await expect.poll(() => this.printed, { timeout: 30_000 }).toMatch(pattern);
    return pattern.exec(this.printed)?.[1] ?? "";
  }

  /** @returns where it takes alerts. */
  webhook(): Promise<string> {
    return this.prints(/(http:\/\/127\.0\.0\.1:\d+\/whook\/\S+)/);
  }

  /** @returns with what it ended, and how long that took. */
  async end(signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> {
    const asked = performance.now();
    const exited = once(this.#child, "exit");
    this.#child.kill(signal);
    await exited;
    return { code: this.#child.exitCode, ms: performance.now() - asked };
  }
}

test.each(["SIGINT", "SIGTERM"] as const)("trades, shows it, and ends within moments of %s", async (signal) => {
  const started = new Started();
  const webhook = await started.webhook();
  const dashboard = await started.prints(/^dashboard (http\S+)/m);
  const judged = await whook(["lint", "demo", "ETH/USDT", "buy", "100$"]);
  expect(judged.stdout).toMatch(/^good +line 1: demo/);
  const taken = await fetch(webhook, { method: "POST", body: "demo ETH/USDT buy 100$ x2" });
  expect(taken.status).toBe(200);
  await started.prints(/filled +demo ETH\/USDT:USDT/);
  expect((await whook(["trades", "--limit", "1"])).stdout).toMatch(/ETH\/USDT:USDT +buy +filled/);
  const asset = await fetch(new URL("/assets/dashboard.css", dashboard));
  expect(asset.headers.get("content-type")).toMatch(/^text\/css/);
  const { code, ms } = await started.end(signal);
  expect(code).toBe(0);
  expect(ms).toBeLessThan(MOST_MS_TO_STOP);
});

test("runs as the Dockerfile runs it: its settings, its health check, its signal", async () => {
  const dockerfile = await readFile(join(ROOT, "Dockerfile"), "utf8");
  const data = await mkdtemp(join(tmpdir(), "whook-container-"));
  const port = await freePort();
  // The container's own folder, port and address stand for those of this machine.
  const here = (text: string) =>
    text.replaceAll("/data", data).replaceAll("8080", String(port)).replaceAll("0.0.0.0", "127.0.0.1");
  const settings = [...here(dockerfile).matchAll(/^(?:ENV| ) +((?:WHOOK_\w+|PORT))=(\S+)/gm)];
  const env = Object.fromEntries(settings.map(([, name = "", value = ""]) => [name, value]));
  expect(Object.keys(env)).toContain("WHOOK_ACCOUNTS");
  const started = new Started(data, env);
  await started.prints(/(Ctrl-C stops)/);
  const [, check = "[]"] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(here(dockerfile)) ?? [];
  const [, ...words] = z.array(z.string()).parse(JSON.parse(check));
  await execute(process.execPath, words, { env: outside() });
  expect(await readdir(data)).toEqual(expect.arrayContaining(["accounts.json", "whook.db"]));
  expect((await started.end("SIGTERM")).code).toBe(0);
  await expect(execute(process.execPath, words, { env: outside() })).rejects.toMatchObject({ code: 1 });
  await rm(data, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

/** A folder below the package's user, as docs/bots.md has it made: `import` is what its programs say. */
async function makeModules(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "package.json"), JSON.stringify({ private: true, type: "module" }));
  return path;
}

/** What a bot is in each kind of file that a folder as npm makes it takes, and what each prints. */
const BOT = `
  const account = await openAccount({ ACCOUNT_ID: "bot", EXCHANGE: "paper" });
  const { status } = await account.buy("ETH/USDT", { quote: 100 });
  await account.close();
  console.log(status);
`;
const REQUIRED = `const { openAccount } = require("whook");\nasync function main() {${BOT}}\nmain();\n`;
const AWAITED = `async function main() {\nconst { openAccount } = await import("whook");\n${BOT}}\nmain();\n`;
test.each([
  ["required.js", REQUIRED],
  ["required.ts", REQUIRED.replace('"whook")', '"whook") as typeof import("whook")')],
  ["awaited.js", AWAITED],
  ["imported.mjs", `import { openAccount } from "whook";\n${BOT}`],
  ["imported.mts", `import { openAccount } from "whook";\n${BOT}`],
])("its library trades in a folder as npm makes it, %s", async (name, program) => {
  await writeFile(join(folder, name), program);
  expect(await execute(process.execPath, [name], { cwd: folder, env: outside() })).toEqual({
    stdout: "filled\n",
    stderr: "",
  });
});

describe("the examples", () => {
  beforeAll(async () => cp(join(ROOT, "examples"), await makeModules("examples"), { recursive: true }));

  describeExamples(() => ({
    fileOf: (name) => join(folder, "examples", `${name}.ts`),
    env: outside(),
    startWhook: (cwd) => new Started(cwd).webhook(),
  }));
});

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  target: "es2024",
  lib: ["es2024", "esnext.disposable"],
  types: ["node"],
};

/** @returns what the compiler says of the folder's files. */
async function compile(project: string, compilerOptions: object): Promise<string> {
  const config = { compilerOptions: { ...STRICT, ...compilerOptions }, include: ["*.ts"] };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify(config));
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const said = await execute(process.execPath, [tsc, "-p", project]).catch((error: { stdout: string }) => error);
  return said.stdout;
}

const CONSUMER = join(ROOT, "test", "package", "consumer.ts");
const LONG_MS = 180_000;

test.concurrent.each([
  ["nodenext", { module: "nodenext" }],
  ["bundler", { module: "esnext", moduleResolution: "bundler" }],
])(
  "its types stand in a strict project, %s",
  async (name, options) => {
    const project = await makeModules(name);
    const sources = [CONSUMER];
    for (const example of await readdir(join(ROOT, "examples"))) sources.push(join(ROOT, "examples", example));
    for (const source of sources) await cp(source, join(project, basename(source)));
    for (const [index, program] of [...documentPrograms, ...examplePrograms].entries())
      await writeFile(join(project, `written-${index}.ts`), moduleOf(program));
    expect(await compile(project, options)).toBe("");
  },
  LONG_MS,
);

test.concurrent(
  "its types stand in a strict project of CommonJS",
  async () => {
    const project = join(folder, "commonjs");
    await mkdir(project);
    await cp(CONSUMER, join(project, "consumer.ts"));
    expect(await compile(project, { module: "nodenext" })).toBe("");
  },
  LONG_MS,
);
