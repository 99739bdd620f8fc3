// What a bench is told on its command line, the same for all of them: `--help` and what is wrong are answered, and nothing is measured then.
import { basename } from "node:path";
import { parseArgs } from "node:util";

const OPTIONS = { help: { type: "boolean", short: "h" } } as const;
const MAX_DIGITS = 9;

/** For a bench that takes nothing. */
export function readNothing(measures: string): void {
  const usage = usageOf("", `measures ${measures}`);
  const [word] = readWords(usage);
  if (word !== undefined) refuse(`"${word}": it takes nothing`, usage);
}

/** For a bench that takes how many of something; without it as many as are usual. */
export function readCount(measures: string, { of, usual }: { readonly of: string; readonly usual: number }): number {
  const usage = usageOf(` [${of}]`, `measures ${measures}; ${usual} ${of} when not told`);
  const [word = String(usual), more] = readWords(usage);
  if (more !== undefined) refuse(`"${more}": it takes one number`, usage);
  if (!/^[1-9]\d*$/.test(word) || word.length > MAX_DIGITS) refuse(`"${word}": write a whole number above 0`, usage);
  return Number(word);
}

/** For what runs some of these by name: none named are all. */
export function readNames(known: readonly string[]): readonly string[] {
  const usage = usageOf(" [NAME...]", `runs each bench that is named, or all: ${known.join(" ")}`);
  const names = readWords(usage);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`"${unknown}": no such bench`, usage);
  return names.length === 0 ? known : names;
}

function usageOf(takes: string, does: string): string {
  return `usage: node bench/${basename(process.argv[1] ?? "")}${takes}\n${does}`;
}

/** Words that are no options. It does not return with `--help`, nor with an option that is none. */
function readWords(usage: string): readonly string[] {
  try {
    const { values, positionals } = parseArgs({
      args: process.argv.slice(2),
      options: OPTIONS,
      allowPositionals: true,
    });
    if (values.help !== true) return positionals;
  } catch (error) {
    // What Node advises beside it, to write the option as a word, helps nobody here.
    const [message = ""] = (error instanceof Error ? error.message : String(error)).split(". ");
    refuse(message, usage);
  }
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}

function refuse(message: string, usage: string): never {
  process.stderr.write(`${message}\n${usage}\n`);
  process.exit(2);
}
