// A command line as a document writes it, held against the commands there are.
import { COMMAND_GROUPS, COMMANDS, type CommandEntry } from "../../lib/cli/command-table.ts";
import { type SourceFile, sourceFiles } from "./source-files.ts";

/** What users, and their assistants, read. The design has commands that are not built yet; decisions and the changelog tell of their time. */
export const documents: readonly SourceFile[] = sourceFiles("README.md", "llms.txt", "docs/*.md").filter(
  ({ path }) => path !== "docs/design.md",
);

const ALWAYS = ["--json", "--stack <NAME>", "--timezone <ZONE>", "--wide", "--help"];
const WORD = /'[^']*'|"[^"]*"|[^\s'"]+/g;

/** What stands behind `npx whook` in a text, each up to the end of the line or of the code it is in. */
export function writtenCommands(text: string): readonly string[] {
  return [...text.matchAll(/npx whook +([^\n]*)/g)].map(([, rest = ""]) => codeOf(rest)).filter((line) => line !== "");
}

/** Without a comment, a redirection, or what follows the code's own end. */
function codeOf(rest: string): string {
  const [code = ""] = rest.split(/ +# | [<>] |`/);
  return code.trim();
}

/** Why a command line would be refused as wrong use; undefined when it would not. */
export async function problemOf(line: string): Promise<string | undefined> {
  const words = wordsOf(line);
  const [first = "", second = ""] = words;
  if (first === "--help" || first === "help") return second === "" || find([second]) ? undefined : `no ${second}`;
  const found = find(words);
  if (found === undefined) return `there is no command ${first}`;
  return argumentsProblem(found.entry, words.slice(found.taken));
}

/** The words of a command line, as a shell takes them apart. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(WORD)].map(([word]) => word.replace(/^(['"])(.*)\1$/s, "$2"));
}

/** Every option there is, with what its help says it takes. */
export async function everyOption(): Promise<readonly string[]> {
  const entries = [...COMMANDS, ...COMMAND_GROUPS.flatMap(({ commands }) => commands)];
  const commands = await Promise.all(entries.map((entry) => entry.load()));
  return [...ALWAYS, ...commands.flatMap(({ options }) => options.map(({ flags }) => flags))];
}

function find([first, second]: readonly string[]): { entry: CommandEntry; taken: number } | undefined {
  const group = COMMAND_GROUPS.find(({ name }) => name === first);
  const entry = (group?.commands ?? COMMANDS).find(({ name }) => name === (group === undefined ? first : second));
  return entry === undefined ? undefined : { entry, taken: group === undefined ? 1 : 2 };
}

async function argumentsProblem(entry: CommandEntry, words: readonly string[]): Promise<string | undefined> {
  const { options } = await entry.load();
  const known = [...ALWAYS.map((flags) => ({ flags, choices: undefined })), ...options];
  const left = [...words];
  const plain: string[] = [];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const option = known.find(({ flags }) => flags.split(" ")[0] === word);
    if (option === undefined && word.startsWith("--")) return `${entry.name} has no option ${word}`;
    if (option === undefined) plain.push(word);
    else if (option.flags.includes("<")) {
      const value = left.shift();
      if (value === undefined) return `${word} needs a value`;
      if (option.choices?.includes(value) === false) return `${word} does not take ${value}`;
    }
  }
  const takes = entry.argument?.split(" ") ?? [];
  const least = takes.filter((name) => name.startsWith("<")).length;
  const most = entry.argument?.includes("...") ? Infinity : takes.length;
  if (plain.length < least) return `${entry.name} needs ${entry.argument}`;
  return plain.length > most ? `${entry.name} takes no ${plain[most]}` : undefined;
}
