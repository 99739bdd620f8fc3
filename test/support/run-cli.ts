import type { CliIo } from "../../lib/cli/command.ts";
import { main } from "../../lib/cli/main.ts";

export interface CliRun {
  readonly stdin?: Uint8Array;
  readonly env: Readonly<Record<string, string>>;
  /** Of the person at the terminal, in order. Absent: there is no terminal. */
  readonly answers?: readonly string[];
}

/** One command line of `whook` in this process. */
export async function runCli(argv: readonly string[], { stdin = new Uint8Array(), env, answers }: CliRun) {
  let out = "";
  let err = "";
  const left = [...(answers ?? [])];
  const io: CliIo = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    readStdin: async () => stdin,
    ...(answers === undefined ? {} : { ask: async () => left.shift() ?? "" }),
    env,
    isTerminal: false,
  };
  const code = await main(argv, io);
  return { code, out, err };
}
