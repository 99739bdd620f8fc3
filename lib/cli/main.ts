// The CLI: finds the command, hands it its words, and turns what it throws into one line and an exit code.
import { Command as Commander, CommanderError, Option, type OutputConfiguration } from "commander";
import { type LocalEnv, readLocalEnv } from "../config/env.ts";
import type { CliIo, Command, ExitCode } from "./command.ts";
import { accountsCheck, accountsList } from "./commands/accounts.ts";
import { accountsPush } from "./commands/accounts-push.ts";
import { accountsRemove } from "./commands/accounts-remove.ts";
import { balance } from "./commands/balance.ts";
import { cost } from "./commands/cost.ts";
import { dashboard } from "./commands/dashboard.ts";
import { deploy } from "./commands/deploy.ts";
import { destroy } from "./commands/destroy.ts";
import { init } from "./commands/init.ts";
import { lint } from "./commands/lint.ts";
import { notifyList, notifyTest } from "./commands/notify.ts";
import { notifyPush } from "./commands/notify-push.ts";
import { notifyRemove } from "./commands/notify-remove.ts";
import { order } from "./commands/order.ts";
import { plan } from "./commands/plan.ts";
import { positions } from "./commands/positions.ts";
import { redrive } from "./commands/redrive.ts";
import { rotateToken } from "./commands/rotate-token.ts";
import { send } from "./commands/send.ts";
import { smoke } from "./commands/smoke.ts";
import { stats } from "./commands/stats.ts";
import { trades } from "./commands/trades.ts";
import { url } from "./commands/url.ts";
import { CommandError, messageOf, UsageError } from "./errors.ts";
import { openSession } from "./session.ts";

const COMMANDS: readonly Command[] = [
  init,
  lint,
  plan,
  send,
  trades,
  stats,
  order,
  positions,
  balance,
  dashboard,
  redrive,
  url,
  rotateToken,
  cost,
  deploy,
  smoke,
  destroy,
];
const GROUPS: readonly { readonly name: string; readonly summary: string; readonly commands: readonly Command[] }[] = [
  {
    name: "accounts",
    summary: "check and list your accounts, and store them in a stack on AWS",
    commands: [accountsCheck, accountsList, accountsPush, accountsRemove],
  },
  {
    name: "notify",
    summary: "try and list the channels you are told things through, and store them in a stack on AWS",
    commands: [notifyTest, notifyList, notifyPush, notifyRemove],
  },
];

const HELP_END = `Start with: npm start, then in another terminal: npx whook send 'demo ETH/USDT buy 100$ x2', npx whook trades
Every command takes --json. Help on one: npx whook help trades. In this folder whook is called as npx whook.`;

/** Runs one command line (without `node` and the script). Never throws; writes only through `io`. */
export async function main(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(error, io);
  }
}

function createProgram(io: CliIo, done: (code: ExitCode) => void): Commander {
  const program = new Commander("whook")
    .description("Turns TradingView alerts into orders on crypto exchanges' perpetual futures.")
    .exitOverride()
    .configureOutput(outputOf(io))
    .addHelpText("after", `\n${HELP_END}`);
  for (const command of COMMANDS) add(program, command, { io, done });
  for (const { name, summary, commands } of GROUPS) {
    const group = program.command(name).description(summary).exitOverride();
    for (const command of commands) add(group, command, { io, done });
  }
  return program;
}

function add(
  program: Commander,
  command: Command,
  { io, done }: { readonly io: CliIo; done(code: ExitCode): void },
): void {
  const made = program.command(command.name).description(command.summary).exitOverride();
  made.configureOutput(outputOf(io));
  if (command.argument !== undefined) made.argument(command.argument);
  // Among an alert's words are sizes like -0.5.
  if (command.argument?.includes("...")) made.allowUnknownOption();
  for (const { flags, summary, choices } of command.options) {
    const option = new Option(flags, summary);
    made.addOption(choices === undefined ? option : option.choices([...choices]));
  }
  made.option("--json", "print the result as JSON");
  made.option("--stack <NAME>", "speak to a stack on AWS instead of this machine (or WHOOK_STACK)");
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
    const session = await openSession(command, readEnv(io, text.stack));
    try {
      done(await command.run({ io, isJson: json === true, ...session.context }, { args, options: text, flags }));
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

function readEnv(io: CliIo, stack: string | undefined): LocalEnv {
  try {
    return readLocalEnv(stack === undefined ? io.env : { ...io.env, WHOOK_STACK: stack });
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
