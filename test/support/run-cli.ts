import type { CliIo } from "../../lib/cli/command.ts";
import { main } from "../../lib/cli/main.ts";
import type { Machine } from "../../lib/cli/service/machine.ts";

export interface CliRun {
  readonly stdin?: Uint8Array;
  readonly env: Readonly<Record<string, string>>;
  /** Of the person at the terminal, in order. Absent: there is no terminal. */
  readonly answers?: readonly string[];
  /** What other programs answer. Absent: all of them succeed. */
  readonly exitCodeOf?: (commandLine: string) => number;
  /** Absent: this one. */
  readonly machine?: Machine;
  /** Resolves when the person presses Ctrl-C. Absent: at once. */
  readonly stopped?: Promise<void>;
  /** What happens while a command waits for Ctrl-C, given what it printed so far. */
  readonly whileRunning?: (printed: string) => Promise<void>;
  /** Hears of all that was printed so far, whenever it grows. */
  readonly onOut?: (printed: string) => void;
  /** Columns of the terminal. Absent: there is none. */
  readonly width?: number;
}

/** One command line of `whook` in this process. */
export async function runCli(
  argv: readonly string[],
  { stdin = new Uint8Array(), env, answers, exitCodeOf, machine, stopped, whileRunning, onOut, width }: CliRun,
) {
  let out = "";
  let err = "";
  /** The other programs that were run. */
  const ran: string[] = [];
  /** The questions. */
  const asked: string[] = [];
  const left = [...(answers ?? [])];
  const io: CliIo = {
    out: (text) => {
      out += text;
      onOut?.(out);
    },
    err: (text) => {
      err += text;
    },
    run: async (program, args) => {
      const commandLine = [program, ...args].join(" ");
      ran.push(commandLine);
      return exitCodeOf?.(commandLine) ?? 0;
    },
    ...(machine === undefined ? {} : { machine }),
    readStdin: async () => stdin,
    ...(answers === undefined
      ? {}
      : {
          ask: async (question) => {
            asked.push(question);
            return left.shift() ?? "";
          },
        }),
    env,
    isTerminal: false,
    ...(width === undefined ? {} : { width }),
    untilStopped: async () => {
      await whileRunning?.(out);
      await stopped;
    },
  };
  const code = await main(argv, io);
  return { code, out, err, ran, asked };
}
