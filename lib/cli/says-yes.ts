import type { CliIo } from "./command.ts";

/** Asks what is not done unless somebody says so: any other answer is a no, and so is that nobody can be asked. */
export async function saysYes(io: CliIo, question: string): Promise<boolean> {
  const answer = await io.ask?.(`${question} [y/N] `, "shown");
  return /^y(es)?$/i.test(answer ?? "");
}
