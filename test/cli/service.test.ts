// whook as a service: the files that systemd and launchd read, and the commands that write, ask for and remove them.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { launchdPlist } from "../../lib/cli/service/launchd-plist.ts";
import { type Machine, thisMachine } from "../../lib/cli/service/machine.ts";
import { checkWritable, type ServiceSpec, serviceCommand } from "../../lib/cli/service/service-spec.ts";
import { systemdUnit } from "../../lib/cli/service/systemd-unit.ts";
import packageJson from "../../package.json" with { type: "json" };
import { type CliRun, runCli } from "../support/run-cli.ts";

/** What a person may call a folder. */
const AWKWARD = `my 50%home of $HOME "a" & <b> back\\slash`;
/** The same for the program's own, where systemd takes neither quotes nor backslashes. */
const NODE = "/opt/node 50%home of $HOME/node";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-service-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function specIn(place: string): ServiceSpec {
  return {
    name: "whook",
    command: [NODE, "--env-file-if-exists=whook.env", `${place}/whook.js`, "start"],
    folder: place,
    settings: { PORT: "9000", WHOOK_DATA_DIR: `${place}/data` },
  };
}

/** A unit file's keys and values, `%%` read as systemd does. */
function readUnit(text: string): ReadonlyMap<string, string> {
  const rows = text.split("\n").filter((line) => /^\w+=/.test(line));
  return new Map(
    rows.map((row) => {
      const [key = "", ...value] = row.split("=");
      return [value[0]?.startsWith('"PORT') ? `${key} PORT` : key, value.join("=").replaceAll("%%", "%")];
    }),
  );
}

/** The words of a quoted value. */
function wordsOf(value = ""): readonly string[] {
  return [...value.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, word = ""]) => word.replace(/\\(.)/g, "$1"));
}

type Plist = string | number | boolean | readonly Plist[] | { readonly [key: string]: Plist };

/** A property list, read tag by tag. */
function readPlist(text: string): Plist {
  const tags = [...text.replace(/<!--.*?-->|<[?!][^>]*>/g, "").matchAll(/<(\/?)(\w+)([^>]*)>([^<]*)/g)];
  let at = 0;
  const value = (): Plist => {
    const [, , name, attributes = "", content = ""] = tags[at++] ?? [];
    if (name === "true" && attributes === "/") return true;
    const items: Plist[] = [];
    while (tags[at]?.[1] !== "/") items.push(value());
    at++;
    if (name === "dict")
      return Object.fromEntries(items.flatMap((item, index) => (index % 2 === 0 ? [[item, items[index + 1]]] : [])));
    if (name === "array" || name === "plist") return items;
    const plain = content.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    return name === "integer" ? Number(plain) : plain;
  };
  const [top] = [value()].flat();
  return top ?? "";
}

describe("a unit of systemd", () => {
  test("holds paths with spaces and signs as they are", () => {
    const place = `/srv/${AWKWARD}`;
    const unit = readUnit(systemdUnit(specIn(place), "a mark"));
    expect(unit.get("WorkingDirectory")).toBe(place);
    const [program, ...words] = wordsOf(unit.get("ExecStart"));
    // In arguments a dollar sign is written twice, in the program's path it is not.
    expect([program, ...words.map((word) => word.replaceAll("$$", "$"))]).toEqual(specIn(place).command);
    expect(words[1]).toContain("$$HOME");
    expect(program).toContain("of $HOME");
    expect(wordsOf(unit.get("Environment PORT"))).toEqual(["PORT=9000"]);
    expect(wordsOf(unit.get("Environment"))).toEqual([`WHOOK_DATA_DIR=${place}/data`]);
    expect(unit).toEqual(new Map([...unit, ["Restart", "always"], ["WantedBy", "default.target"]]));
    expect([unit.has("User"), unit.has("After")]).toEqual([false, false]);
  });

  test("of the machine names its user", () => {
    const unit = readUnit(systemdUnit({ ...specIn("/srv/whook"), user: "trader" }, "a mark"));
    const keys = ["User", "After", "WantedBy"].map((key) => unit.get(key));
    expect(keys).toEqual(["trader", "network-online.target", "multi-user.target"]);
  });

  test.skipIf(spawnSync("systemd-analyze", ["--version"]).status !== 0)("is one to systemd itself", async () => {
    const place = join(folder, AWKWARD);
    mkdirSync(place);
    const node = join(folder, "50%home of $HOME");
    await symlink(process.execPath, node);
    const file = join(folder, "whook.service");
    const verify = (text: string) => {
      writeFileSync(file, text);
      return spawnSync("systemd-analyze", ["verify", "--recursive-errors=no", file], { encoding: "utf8" });
    };
    const text = systemdUnit({ ...specIn(place), command: [node, place], user: "root" }, "a mark");
    expect(verify(text)).toMatchObject({ status: 0, stderr: "" });
    expect(verify(text.replace(`"${folder}/50%%`, `"${folder}/50%`)).status).not.toBe(0);
  });
});

test("an agent of launchd holds paths with spaces and signs as they are", () => {
  const place = `/srv/${AWKWARD}`;
  const text = launchdPlist(specIn(place), { mark: "a mark", logFile: `${place}/whook.log` });
  expect(readPlist(text)).toEqual({
    Label: "whook",
    ProgramArguments: specIn(place).command,
    WorkingDirectory: place,
    EnvironmentVariables: specIn(place).settings,
    RunAtLoad: true,
    KeepAlive: true,
    ExitTimeOut: 30,
    Umask: 0o077,
    StandardOutPath: `${place}/whook.log`,
    StandardErrorPath: `${place}/whook.log`,
  });
});

test("it runs what npm start runs", () => {
  const [, ...words] = packageJson.scripts.start.split(" ");
  const [program, ...args] = serviceCommand();
  expect(program).toBe(process.execPath);
  const isEnvFile = (word: string) => word.startsWith("--env-file");
  expect(args.filter((word) => !isEnvFile(word))).toEqual(
    words.map((word) => (word === "bin/whook.js" ? join(process.cwd(), word) : word)),
  );
  const settings = "process.stdout.write(process.env.WHOOK_TOKEN)";
  writeFileSync(join(folder, "whook.env"), "WHOOK_TOKEN=token-of-a-file-0123456789\n");
  const node = [...args.slice(0, args.findIndex(isEnvFile) + 1), "-e", settings];
  const { WHOOK_TOKEN: _token, NODE_OPTIONS: _options, ...env } = process.env;
  expect(execFileSync(process.execPath, node, { cwd: folder, env }).toString()).toBe("token-of-a-file-0123456789");
});

/** The programs that were asked, or run, and what they answer. */
function machineOf(platform: NodeJS.Platform, userId = 1000, answers: readonly (readonly [number, string])[] = []) {
  const left = [...answers];
  const asked: string[] = [];
  const machine: Machine = {
    platform,
    home: join(folder, "home dir"),
    userId,
    hear: async (program, args) => {
      asked.push([program, ...args].join(" "));
      const [code, said] = left.shift() ?? [3, "inactive"];
      return { code, said };
    },
  };
  return { machine, asked };
}

function service(word: string, machine: Machine, { env, ...run }: Partial<CliRun> = {}, ...words: string[]) {
  const here = { WHOOK_DATA_DIR: join(folder, "data"), PORT: "9123", ...env };
  return runCli(["service", word, ...words], { ...run, env: here, machine });
}

describe("on Linux", () => {
  const file = () => join(folder, "home dir", ".config", "systemd", "user", "whook.service");

  test("install shows the file and what it runs, asks, writes and starts; status and remove follow", async () => {
    const { machine } = machineOf("linux");
    const absent = await service("status", machine);
    expect(absent).toMatchObject({ code: 1, out: expect.stringContaining("there is no service whook") });
    const refused = await service("install", machine, { answers: ["no"] });
    expect(refused).toMatchObject({ code: 1, out: "nothing was changed\n", ran: [] });
    expect(existsSync(file())).toBe(false);
    const made = await service("install", machine, { answers: ["yes"] });
    const text = readFileSync(file(), "utf8");
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining("journalctl --user -fu whook") });
    expect(made.err).toContain(text);
    expect(text).toContain('Environment="PORT=9123"');
    expect(made.ran).toEqual([
      "systemctl --user daemon-reload",
      "systemctl --user enable --now whook.service",
      "loginctl enable-linger",
    ]);
    for (const command of made.ran) expect(made.err).toContain(`  ${command}\n`);
    const { machine: running, asked } = machineOf("linux", 1000, [[0, "active"]]);
    expect(await service("status", running)).toMatchObject({ code: 0, out: expect.stringMatching(/is running/) });
    expect(asked).toEqual(["systemctl --user is-active whook.service"]);
    const stopped = await service("status", machine, {}, "--json");
    expect([stopped.code, JSON.parse(stopped.out)]).toEqual([1, { service: "whook", state: "stopped", file: file() }]);
    const removed = await service("remove", machine, { answers: ["yes"] });
    expect(removed).toMatchObject({ code: 0, out: "service whook is gone\n" });
    expect(removed.ran).toEqual(["systemctl --user disable --now whook.service", "systemctl --user daemon-reload"]);
    expect(existsSync(file())).toBe(false);
    expect((await service("remove", machine, {}, "--yes")).err).toContain("there is no service whook");
  });

  test("without a terminal nothing is written, unless --yes says so", async () => {
    const { machine } = machineOf("linux");
    const refused = await service("install", machine);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("--yes is missing"), ran: [] });
    expect(existsSync(file())).toBe(false);
    expect(await service("install", machine, {}, "--yes", "--json")).toMatchObject({ code: 0 });
    expect(await service("remove", machine)).toMatchObject({ code: 2 });
    expect(existsSync(file())).toBe(true);
  });

  test("no secret is written: they are named, and where they go", async () => {
    const env = { WHOOK_TOKEN: "secret-token-0123456789", WHOOK_DASHBOARD_PASSWORD: "secret-password" };
    const { code, err } = await service("install", machineOf("linux").machine, { env }, "--yes");
    expect([code, err]).toEqual([0, expect.stringMatching(/WHOOK_TOKEN and WHOOK_DASHBOARD_PASSWORD: .*whook\.env/)]);
    for (const text of [err, readFileSync(file(), "utf8")]) expect(text).not.toMatch(/secret-/);
  });

  test("where systemd cannot be asked nothing is written", async () => {
    const { machine } = machineOf("linux", 1000, [[1, "Failed to connect to bus: No medium found"]]);
    const { code, err } = await service("install", machine, {}, "--yes");
    expect([code, err]).toEqual([1, expect.stringMatching(/No medium found.*--system/)]);
    expect(existsSync(file())).toBe(false);
    const { machine: without } = machineOf("linux", 1000, [[127, ""]]);
    expect((await service("install", without, {}, "--yes")).err).toContain("there is no systemctl");
  });

  test("what systemctl refuses is said, and a refused linger does not undo it", async () => {
    const { machine } = machineOf("linux");
    const failing = (part: string) => ({ exitCodeOf: (line: string) => (line.includes(part) ? 5 : 0) });
    const failed = await service("install", machine, failing("enable --now"), "--yes");
    expect(failed).toMatchObject({ code: 1, err: expect.stringContaining("whook.service ended with 5") });
    const lingers = await service("install", machine, failing("linger"), "--yes");
    expect(lingers).toMatchObject({ code: 0, err: expect.stringContaining("whook ends when you log out") });
  });

  test("a service that does not stop keeps its file", async () => {
    await service("install", machineOf("linux").machine, {}, "--yes");
    const { code, err } = await service("remove", machineOf("linux", 1000, [[0, "active"]]).machine, {}, "--yes");
    expect([code, err]).toEqual([1, expect.stringContaining("did not stop")]);
    expect(existsSync(file())).toBe(true);
  });

  test("a file of somebody else is neither replaced nor removed, and another name goes beside it", async () => {
    mkdirSync(join(file(), ".."), { recursive: true });
    writeFileSync(file(), "[Service]\n");
    const { machine } = machineOf("linux");
    for (const word of ["install", "remove"])
      expect((await service(word, machine, {}, "--yes")).err).toContain("was not made by whook");
    expect(readFileSync(file(), "utf8")).toBe("[Service]\n");
    const { code, ran } = await service("install", machine, {}, "--yes", "--name", "paper");
    expect([code, ran]).toEqual([0, expect.arrayContaining(["systemctl --user enable --now paper.service"])]);
    expect((await service("install", machine, {}, "--yes", "--name", "../x")).code).toBe(2);
  });

  test("where whook runs in the folder already, it is to be stopped first", async () => {
    const server = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    mkdirSync(join(folder, "data"));
    const runtime = { pid: process.pid, url: `http://127.0.0.1:${port}` };
    writeFileSync(join(folder, "data", "runtime.json"), JSON.stringify(runtime));
    const { code, err } = await service("install", machineOf("linux").machine, {}, "--yes");
    expect([code, err]).toEqual([1, expect.stringContaining(`process ${process.pid}: stop it first`)]);
  });

  test("of the machine it needs root's word and a user that is not root", async () => {
    const asRoot = machineOf("linux", 0).machine;
    expect((await service("install", asRoot, {}, "--yes")).err).toContain("write --system");
    expect((await service("install", asRoot, {}, "--yes", "--system")).err).toContain("--run-as is missing");
    const shown = await service("install", asRoot, { answers: ["no"], env: { SUDO_USER: "me" } }, "--system");
    expect(shown.err).toMatch(/\/etc\/systemd\/system\/whook\.service[\s\S]*User=me[\s\S]*systemctl enable --now/);
    expect(shown.err).not.toContain("linger");
  });
});

test("on macOS it is an agent of launchd", async () => {
  const { machine, asked } = machineOf("darwin", 501, [[0, "PID\tStatus\tLabel\n-\t0\tother"]]);
  const made = await service("install", machine, { answers: ["YES"] });
  const file = join(folder, "home dir", "Library", "LaunchAgents", "whook.plist");
  expect(made).toMatchObject({ code: 0, ran: [`launchctl bootstrap gui/501 ${file}`] });
  expect(readPlist(readFileSync(file, "utf8"))).toMatchObject({ Label: "whook", WorkingDirectory: process.cwd() });
  expect(asked).toEqual(["launchctl list"]);
  const list = (row: string) => machineOf("darwin", 501, [[0, `PID\tStatus\tLabel\n812\t0\twhook-2\n${row}`]]).machine;
  expect((await service("status", list("4711\t0\twhook"))).out).toContain("is running");
  expect((await service("status", list("-\t1\twhook"))).out).toContain("installed and not running");
  const removed = await service("remove", list("-\t1\twhook"), {}, "--yes");
  expect(removed).toMatchObject({ code: 0, ran: ["launchctl bootout gui/501/whook"] });
  expect(existsSync(file)).toBe(false);
  expect((await service("install", list(""), {}, "--system", "--yes")).code).toBe(2);
});

test.each([
  ["win32", "Task Scheduler"],
  ["freebsd", "systemd and launchd"],
] as const)("on %s it says what to use instead", async (platform, instead) => {
  const { code, err } = await service("install", machineOf(platform).machine, {}, "--yes");
  expect([code, err]).toEqual([1, expect.stringContaining(instead)]);
});

test("a stack and names that no file can hold are refused", async () => {
  const { machine } = machineOf("linux");
  const stack = await runCli(["service", "status"], { env: { WHOOK_STACK: "whook" }, machine });
  expect(stack).toMatchObject({ code: 2, err: expect.stringContaining("leave --stack out") });
  const broken = await service("install", machine, { env: { WHOOK_ACCOUNTS: "a\nUser=root" } }, "--yes");
  expect(broken).toMatchObject({ code: 2, err: expect.stringContaining("cannot stand in a service's file") });
  const program = { ...specIn(folder), command: ['/opt/"node"'] };
  expect(() => checkWritable(program)).toThrow("Node's path no quote");
});

test("programs are heard as they are, one that is not there as 127", async () => {
  const { hear } = thisMachine();
  expect(await hear(process.execPath, ["-e", "console.log(1); console.error(2); process.exit(3)"])).toEqual({
    code: 3,
    said: expect.stringMatching(/[12]\n[12]\n/),
  });
  expect(await hear(join(folder, "nothing"), [])).toMatchObject({ code: 127 });
});
