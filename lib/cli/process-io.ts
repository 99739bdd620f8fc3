import type { CliIo } from "./command.ts";

/** The process's own streams. Colour only on a terminal, and never with NO_COLOR (https://no-color.org). */
export function processIo(): CliIo {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks);
    },
    env: process.env,
    isTerminal: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
}
