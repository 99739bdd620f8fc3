// The CLI: finds the command, hands it its words, and turns what it throws into one line and an exit code.
import { Command as Commander, CommanderError, Option, type OutputConfiguration } from "commander";
import { type LocalEnv, readLocalEnv } from "../config/env.ts";
import { TimeZone } from "../core/time-zone.ts";
import type { CliIo, Command, ExitCode } from "./command.ts";
import { COMMAND_GROUPS, COMMANDS, type CommandEntry } from "./command-table.ts";
import { CommandError, messageOf, UsageError } from "./errors.ts";
import { packageVersion } from "./package-root.ts";
import { openSession } from "./session.ts";

const HELP_END = `Start with: npx whook start, then in another terminal: npx whook send demo ETH/USDT buy 100$ x2, npx whook trades
Every command takes --json. Help on one: npx whook help trades. In this folder whook is called as npx whook.`;

/** Runs one command line (without `node` and the script). Never throws; writes only through `io`. */
export async function main(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const done = (code: ExitCode) => {
    exitCode = code;
  };
  try {
    const program = await createProgram({ argv, io, done });
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(error, io);
  }
}

interface CommandLine {
  readonly argv: readonly string[];
  readonly io: CliIo;
  done(code: ExitCode): void;
}

async function createProgram(line: CommandLine): Promise<Commander> {
  const program = new Commander("whook")
    .description("Turns TradingView alerts into orders on crypto exchanges' perpetual futures.")
    .version(packageVersion(), "-V, --version", "print the version")
    .exitOverride()
    .configureOutput(outputOf(line.io))
    .addHelpText("after", `\n${HELP_END}`);
  for (const entry of COMMANDS) await add(program, entry, line);
  for (const { name, summary, commands } of COMMAND_GROUPS) {
    const group = program.command(name).description(summary).exitOverride();
    for (const entry of commands) await add(group, entry, line);
  }
  return program;
}

/** A command that no word of the line names is listed only. */
async function add(parent: Commander, entry: CommandEntry, line: CommandLine): Promise<void> {
  const { name, argument, summary } = entry;
  const made = parent.command(name).description(summary).exitOverride();
  made.configureOutput(outputOf(line.io));
  for (const each of argument?.split(" ") ?? []) made.argument(each);
  // Among an alert's words are sizes like -0.5.
  if (argument?.includes("...")) made.allowUnknownOption();
  const command = line.argv.includes(name) ? await entry.load() : undefined;
  for (const { flags, summary: what, choices } of command?.options ?? []) {
    const option = new Option(flags, what);
    made.addOption(choices === undefined ? option : option.choices([...choices]));
  }
  made.option("--json", "print the result as JSON");
  made.option("--stack <NAME>", "speak to a stack on AWS instead of this machine (or WHOOK_STACK)");
  made.option("--timezone <ZONE>", "of times read and shown, like Europe/Berlin (or TZ; UTC otherwise)");
  made.option("--wide", "show every column, however narrow the terminal is");
  if (command !== undefined) run(made, command, line);
}

function run(made: Commander, command: Command, { io, done }: CommandLine): void {
  made.addHelpText("after", `\nExamples:\n${command.examples.map((example) => `  ${example}`).join("\n")}`);
  made.action(async (...given: readonly unknown[]) => {
    const options = made.opts<Record<string, string | boolean | undefined>>();
    const args = given
      .slice(0, -2)
      .flat()
      .filter((arg): arg is string => typeof arg === "string");
    const { json, ...texts } = options;
    const text = Object.fromEntries(
      Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
    const flags = new Set(Object.keys(texts).filter((name) => texts[name] === true));
    const session = await openSession(command, readEnv(io, text));
    const shown = flags.has("wide") ? withoutWidth(io) : io;
    try {
      done(await command.run({ io: shown, isJson: json === true, ...session.context }, { args, options: text, flags }));
    } catch (error) {
      if (error instanceof UsageError || error instanceof CommandError) throw error;
      throw new CommandError(session.context.backend.explain(error), { cause: error });
    } finally {
      await session.close();
    }
  });
}

function outputOf({ out, err, isTerminal }: CliIo): OutputConfiguration {
  return {
    writeOut: out,
    writeErr: err,
    getOutHasColors: () => isTerminal,
    outputError: (text, write) => write(`whook: ${inOneLine(text)}\n`),
  };
}

/** Commander's own words, as all that is refused is said. */
function inOneLine(text: string): string {
  const line = text
    .replace(/^error: /, "")
    .trim()
    .replaceAll("\n", " ");
  return /^unknown command '[^']*'$/.test(line) ? `${line}: npx whook --help lists them` : line;
}

function withoutWidth({ width: _width, ...io }: CliIo): CliIo {
  return io;
}

/** @throws UsageError naming what is wrong. */
function readEnv(io: CliIo, { stack, timezone }: Readonly<Record<string, string>>): LocalEnv {
  const zone = timezone === undefined ? undefined : TimeZone.find(timezone);
  if (timezone !== undefined && zone === undefined)
    throw new UsageError(`--timezone "${timezone}": write a name like Europe/Berlin or UTC`);
  try {
    const env = readLocalEnv(stack === undefined ? io.env : { ...io.env, WHOOK_STACK: stack });
    return zone === undefined ? env : { ...env, zone };
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function explain(error: unknown, io: CliIo): ExitCode {
  if (error instanceof CommanderError) {
    // Help was asked for and printed; wrong usage was printed by commander in one line.
    return error.exitCode === 0 ? 0 : 2;
  }
  io.err(`whook: ${messageOf(error)}\n`);
  return error instanceof UsageError ? 2 : 1;
}
