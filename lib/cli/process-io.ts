import { spawn } from "node:child_process";
import { once } from "node:events";
import type { CliIo } from "./command.ts";
import { packageRoot } from "./package-root.ts";

const EXIT_MS = 300;

/** The process's own streams. Colour only on a terminal, and never with NO_COLOR (https://no-color.org). */
export function processIo(): CliIo {
  process.stdout.on("error", stopUnread);
  return {
    out: (data) => void process.stdout.write(data),
    drained: async () => {
      if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
    },
    err: (text) => void process.stderr.write(text),
    readStdin: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks);
    },
    run,
    ...(process.stdin.isTTY === true ? { ask } : {}),
    env: process.env,
    showsProgress: process.stderr.isTTY === true && process.stdout.isTTY !== true,
    untilStopped: () =>
      new Promise((resolve) => {
        process.once("SIGINT", () => resolve());
        process.once("SIGTERM", () => resolve());
      }),
    exitSoon: () => void setTimeout(() => process.exit(), EXIT_MS).unref(),
    isTerminal: process.stdout.isTTY === true && !process.env.NO_COLOR,
    ...(process.stdout.isTTY === true && process.stdout.columns > 0 ? { width: process.stdout.columns } : {}),
    survivesUnread: () => {
      process.stdout.off("error", stopUnread);
      for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
    },
  };
}

async function ask(question: string, answer: "shown" | "hidden"): Promise<string> {
  const { askAtTerminal } = await import("./ask.ts");
  return askAtTerminal(question, answer);
}

/** `whook trades | head`: who read has gone, and the rest is for nobody. */
function stopUnread(error: Error): void {
  if ("code" in error && error.code === "EPIPE") process.exit(0);
  throw error;
}

/** Standard output stays ours: a command's result, and nothing between. */
async function run(program: string, args: readonly string[]): Promise<number> {
  const { stderr } = process;
  const child = spawn(program, args, { cwd: packageRoot(), stdio: ["inherit", stderr, stderr] });
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    return code ?? 1;
  } catch {
    // As a shell says of a program that is not there.
    return 127;
  }
}
