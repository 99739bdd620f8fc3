// What the help prints can be typed as it stands into any shell: Windows' take a single quote as a letter.
import { describe, expect, test } from "vitest";
import { COMMAND_GROUPS, COMMANDS } from "../../lib/cli/command-table.ts";
import { sourceFiles } from "../house/source-files.ts";
import { documents, writtenCommands } from "../house/written-command.ts";
import { runCli } from "../support/run-cli.ts";

const SINGLE_QUOTED = /(?:^|[\s=])'[^'\n]*'/;
const lines = [
  [],
  ...COMMANDS.map(({ name }) => [name]),
  ...COMMAND_GROUPS.flatMap(({ name, commands }) => [[name], ...commands.map((command) => [name, command.name])]),
];

describe("no argument in single quotes", () => {
  test.each(lines.map((words) => [...words, "--help"].join(" ")))("whook %s", async (line) => {
    const { code, out } = await runCli(line.split(" "), { env: {} });
    expect([code, out]).toEqual([0, expect.stringContaining("Usage: whook")]);
    expect(out).not.toMatch(SINGLE_QUOTED);
  });

  test("in what is printed besides", () => {
    const printed = sourceFiles("lib/**/*.ts").flatMap(({ text }) => writtenCommands(text));
    expect(printed.length).toBeGreaterThan(20);
    expect(printed.filter((line) => SINGLE_QUOTED.test(line))).toEqual([]);
  });

  test("in documents", () => {
    const typed = documents.flatMap(({ text }) => [...writtenCommands(text), ...(text.match(/^curl .*$/gm) ?? [])]);
    expect(typed.length).toBeGreaterThan(40);
    expect(typed.filter((line) => SINGLE_QUOTED.test(line))).toEqual([]);
  });
});
