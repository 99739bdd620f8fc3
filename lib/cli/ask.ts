// Questions at a terminal. They go to standard error: what a command prints stays apart.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandError } from "./errors.ts";
import { wrapWords } from "./wrap-words.ts";

/** @throws CommandError when the person presses Ctrl-C or Ctrl-D instead of answering. */
export async function askAtTerminal(question: string, answer: "shown" | "hidden"): Promise<string> {
  const isHidden = answer === "hidden";
  // Whole words, and a place for the answer's first letter behind them.
  const asked = wrapWords(question.split(" "), process.stderr.columns > 1 ? process.stderr.columns - 1 : undefined);
  // The prompt is the terminal's own line: whoever writes it beforehand has it wiped out as the first key is drawn.
  const terminal = createInterface({
    input: process.stdin,
    output: isHidden ? nowhere() : process.stderr,
    terminal: true,
    historySize: 0,
  });
  // Only now are keys no longer shown: whoever pastes one as soon as it is asked for would see it.
  if (isHidden) process.stderr.write(asked);
  const left = new AbortController();
  const leave = () => left.abort();
  terminal.once("SIGINT", leave);
  terminal.once("close", leave);
  try {
    return (await terminal.question(isHidden ? "" : asked, { signal: left.signal })).trim();
  } catch (error) {
    throw new CommandError("stopped: nothing was changed", { cause: error });
  } finally {
    terminal.off("close", leave);
    terminal.close();
    if (isHidden) process.stderr.write("\n");
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
