import type { CliIo } from "../../lib/cli/command.ts";
import { main } from "../../lib/cli/main.ts";

export interface CliRun {
  readonly stdin?: Uint8Array;
  readonly env: Readonly<Record<string, string>>;
}

/** One command line of `whook` in this process, not on a terminal. */
export async function runCli(argv: readonly string[], { stdin = new Uint8Array(), env }: CliRun) {
  let out = "";
  let err = "";
  const io: CliIo = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    readStdin: async () => stdin,
    env,
    isTerminal: false,
  };
  const code = await main(argv, io);
  return { code, out, err };
}
