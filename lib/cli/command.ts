// A command of the CLI is a value: its options, and what it runs. Its name and summary are in command-table.ts.
import type { LocalEnv } from "../config/env.ts";
import type { TimeZone } from "../core/time-zone.ts";
import type { Backend } from "./backend.ts";
import type { Machine } from "./service/machine.ts";
import type { Stack } from "./stack.ts";

/** The world a command sees. Results go to `out`, everything else to `err`. */
export interface CliIo {
  out(data: string | Uint8Array): void;
  /** Resolves once what was written is on its way. Absent: it always is. */
  drained?(): Promise<void>;
  err(text: string): void;
  readStdin(): Promise<Uint8Array>;
  /** Asks the person at the terminal; absent when there is none. What is typed after a hidden question is not shown. */
  readonly ask?: (question: string, answer: "shown" | "hidden") => Promise<string>;
  /** Runs another program in this project's folder, its output beside ours on standard error. @returns its exit code. */
  run(program: string, args: readonly string[]): Promise<number>;
  /** Where services are made. Absent: this one. */
  readonly machine?: Machine;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether results are shown on a terminal: only then are they coloured. */
  readonly isTerminal: boolean;
  /** Columns of the terminal that tables have to fit. Absent: any number. */
  readonly width?: number;
  /** Whether there is somebody to see how far a long export is. */
  readonly showsProgress?: boolean;
  /** From now on whoever reads may go away, and the command goes on. */
  survivesUnread?(): void;
  /** Resolves when the user wants a command to end that would go on for ever: Ctrl-C. */
  untilStopped(): Promise<void>;
  /** Ends the process within a moment, whatever it still waits for: for a command that is done and has only asked. */
  exitSoon?(): void;
}

/** 0 done, 1 failed, 2 usage. */
export type ExitCode = 0 | 1 | 2;

/** What a command works on, opened for one command line. */
export interface CommandContext {
  readonly io: CliIo;
  readonly env: LocalEnv;
  readonly isJson: boolean;
  /** Times are shown, and read where they name none, as clocks of this zone have them. */
  readonly zone: TimeZone;
  /** This machine, or the stack that was named. */
  readonly backend: Backend;
  /** For what only a stack has. @throws CommandError when it is not there, or AWS cannot be asked. */
  openStack(): Promise<Stack>;
}

/** An option of a command, as its help shows it. */
export interface CommandOption {
  /** As commander writes it: `--account <ID>`. */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
}

/** What was typed behind a command's name. */
export interface CommandInput {
  readonly args: readonly string[];
  /** Those that take a value. */
  readonly options: Readonly<Record<string, string | undefined>>;
  /** Those without one that were given. */
  readonly flags: ReadonlySet<string>;
}

/** What a command takes, and what it runs. */
export interface Command {
  readonly options: readonly CommandOption[];
  readonly examples: readonly string[];
  /** Absent: on this machine, or on the stack that is named. `stack`: only a stack has it; unnamed, the default one. */
  readonly where?: "stack";
  run(context: CommandContext, input: CommandInput): Promise<ExitCode>;
}
