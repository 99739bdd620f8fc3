// whook as a service of the system it runs on (docs/home-server.md#a-service-of-the-system).
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { findRunning } from "../../runtime/runtime-file.ts";
import type { CliIo, Command, CommandContext, CommandInput, CommandOption } from "../command.ts";
import { CommandError, messageOf, UsageError } from "../errors.ts";
import { findingLine, fitText, printJson, printLine } from "../print.ts";
import { findManager } from "../service/find-manager.ts";
import type { ProgramLine, ServiceManager } from "../service/service-manager.ts";
import {
  checkWritable,
  SECRETS_FILE,
  SERVICE_MARK,
  type ServiceSpec,
  secretsSet,
  serviceCommand,
  serviceSettings,
} from "../service/service-spec.ts";

const NAME = /^[a-z][a-z0-9-]{0,30}$/i;
const WHICH: readonly CommandOption[] = [
  { flags: "--name <NAME>", summary: "of the service, where there are several; whook if not given" },
  { flags: "--system", summary: "of the whole Linux machine and not only yours; needs root" },
];
const YES: CommandOption = { flags: "--yes", summary: "do not ask" };

/** whook starts with the machine from now on, and again when it ends. */
export const serviceInstall: Command = {
  options: [
    ...WHICH,
    { flags: "--run-as <USER>", summary: "with --system: whose rights it has; who called sudo if not given" },
    YES,
  ],
  examples: [
    "whook service install",
    "whook service install --name paper",
    "whook service install --system --run-as trader    as root, for a machine nobody logs in to",
  ],
  async run(context, input) {
    const { io, env, isJson } = context;
    const { name, manager } = find(context, input);
    const spec = specOf(context, input, name);
    const running = await findRunning(env.dataDir);
    if (running !== undefined)
      throw new CommandError(`whook runs here already, as process ${running.pid}: stop it first`);
    checkOurs(manager.file);
    // Before anything is written: where nobody can be asked, nobody starts it either.
    await manager.isRunning();
    const text = manager.textOf(spec);
    const steps = [...manager.start, ...(manager.stay === undefined ? [] : [manager.stay])];
    const plan = `this writes\n  ${manager.file}\nwith\n\n${text}\nand runs\n${steps.map((step) => `  ${step.join(" ")}\n`).join("")}`;
    if (!(await isConfirmed(io, input, `${plan}\n${secretsNote(io)}`))) return unchanged(io);
    write(manager.file, text);
    for (const step of manager.start) await runStep(io, step);
    if (manager.stay !== undefined && (await io.run(manager.stay[0], manager.stay.slice(1))) !== 0) {
      const message = `whook ends when you log out: ${manager.stay.join(" ")} was refused`;
      io.err(`${findingLine(io, { level: "warning", message })}\n`);
    }
    if (isJson) printJson(io, { service: name, file: manager.file });
    else printLine(io, `${fitText(io, `service ${name} starts with this machine now`)}\nwhat it says: ${manager.log}`);
    return 0;
  },
};

/** Running, stopped or not there. */
export const serviceStatus: Command = {
  options: WHICH,
  examples: ["whook service status", "whook service status --json"],
  async run(context, input) {
    const { io, isJson } = context;
    const { name, manager } = find(context, input);
    const { file, log } = manager;
    const state = !existsSync(file) ? "absent" : (await manager.isRunning()) ? "running" : "stopped";
    const words = {
      running: `service ${name} is running\nwhat it says: ${log}`,
      stopped: `service ${name} is installed and not running\nwhat it said: ${log}`,
      absent: `there is no service ${name}: ${file} is not there, and npx whook service install makes it`,
    };
    if (isJson) printJson(io, { service: name, state, file });
    else printLine(io, words[state]);
    return state === "running" ? 0 : 1;
  },
};

/** Stops it and takes its file away. */
export const serviceRemove: Command = {
  options: [...WHICH, YES],
  examples: ["whook service remove", "whook service remove --yes"],
  async run(context, input) {
    const { io, isJson } = context;
    const { name, manager } = find(context, input);
    const { file } = manager;
    if (!existsSync(file)) throw new CommandError(`there is no service ${name}: ${file} is not there`);
    checkOurs(file);
    const plan = `this runs\n  ${manager.stop.join(" ")}\nand deletes\n  ${file}\ndata and accounts stay\n`;
    if (!(await isConfirmed(io, input, plan))) return unchanged(io);
    // It may have been stopped by hand, and then this says so.
    await io.run(manager.stop[0], manager.stop.slice(1));
    if (await manager.isRunning()) throw new CommandError(`service ${name} did not stop: ${file} is left alone`);
    rmSync(file);
    if (manager.forget !== undefined) await runStep(io, manager.forget);
    if (isJson) printJson(io, { service: name, removed: file });
    else printLine(io, `service ${name} is gone`);
    return 0;
  },
};

function find({ io, env }: CommandContext, { options, flags }: CommandInput) {
  if (env.stack !== undefined) throw new UsageError("a service is for this machine: leave --stack out");
  const { name = "whook" } = options;
  if (!NAME.test(name)) throw new UsageError(`--name "${name}": write a letter, then letters, digits and hyphens`);
  const manager: ServiceManager = findManager(io, { name, isSystem: flags.has("system") });
  return { name, manager };
}

function specOf({ io }: CommandContext, { options, flags }: CommandInput, name: string): ServiceSpec {
  const user = flags.has("system") ? (options.runAs ?? io.env.SUDO_USER) : undefined;
  if (flags.has("system") && !user)
    throw new UsageError("--run-as is missing: name the user whose rights whook has, and not root's");
  const spec: ServiceSpec = {
    name,
    command: serviceCommand(),
    folder: process.cwd(),
    settings: serviceSettings(io.env),
    ...(user ? { user } : {}),
  };
  checkWritable(spec);
  return spec;
}

function checkOurs(file: string): void {
  if (existsSync(file) && !readFileSync(file, "utf8").includes(SERVICE_MARK))
    throw new CommandError(`${file} was not made by whook: move it away, or take another --name`);
}

function secretsNote(io: CliIo): string {
  const secrets = secretsSet(io.env);
  if (secrets.length === 0) return "";
  const named = secrets.join(" and ");
  const todo = `${named}: set here, and not written there. Put it into ${SECRETS_FILE} in this folder, which only you may read`;
  return `${fitText(io, todo)}\n`;
}

async function isConfirmed(io: CliIo, { flags }: CommandInput, plan: string): Promise<boolean> {
  if (!flags.has("yes") && io.ask === undefined)
    throw new UsageError("--yes is missing: without a terminal nobody can be asked");
  io.err(plan);
  return flags.has("yes") || (await io.ask?.("type yes to go on: ", "shown"))?.toLowerCase() === "yes";
}

function unchanged(io: CliIo): 1 {
  printLine(io, "nothing was changed");
  return 1;
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

async function runStep(io: CliIo, [program, ...args]: ProgramLine): Promise<void> {
  const code = await io.run(program, args);
  if (code !== 0) throw new CommandError(`${program} ${args.join(" ")} ended with ${code}: what it said is above`);
}
