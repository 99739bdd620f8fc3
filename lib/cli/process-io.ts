import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
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
    ...(process.stdin.isTTY === true ? { ask } : {}),
    env: process.env,
    isTerminal: process.stdout.isTTY === true && !process.env.NO_COLOR,
  };
}

/** Questions go to standard error: what a command prints stays apart. */
async function ask(question: string, answer: "shown" | "hidden"): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = answer === "hidden" ? nowhere : process.stderr;
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return (await terminal.question("")).trim();
  } finally {
    terminal.close();
    if (answer === "hidden") process.stderr.write("\n");
  }
}
