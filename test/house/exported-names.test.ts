// One word, one meaning: a name that two files export is two things of one name, and a reader takes one for the other.
import { describe, expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const EXPORT = /^export (?:abstract |async )*(?:function|const|class|interface|type) (\w+)/gm;
/** Lambda's own name for an entry point: each function has one. */
const ENTRY_POINT = "handler";

interface ExportedName {
  readonly name: string;
  readonly path: string;
  /** The line above it. */
  readonly above: string;
  readonly isType: boolean;
}

const names: readonly ExportedName[] = sourceFiles("lib/**/*.ts", "functions/**/*.ts", "bin/*.ts").flatMap(
  ({ path, text }) =>
    [...text.matchAll(EXPORT)].map((match) => ({
      name: match[1] ?? "",
      path,
      above: text.slice(0, match.index).trimEnd().split("\n").at(-1)?.trim() ?? "",
      isType: /(?:class|interface|type) \w+$/.test(match[0]),
    })),
);

describe("names that files export", () => {
  test("are read at all", () => {
    expect(names.length).toBeGreaterThan(500);
  });

  test("mean one thing each", () => {
    const byName = Map.groupBy(
      names.filter(({ name }) => name !== ENTRY_POINT),
      ({ name }) => name,
    );
    const twice = [...byName].filter(([, places]) => places.length > 1);
    expect(twice.map(([name, places]) => `${name}: ${places.map(({ path }) => path).join(", ")}`)).toEqual([]);
  });

  test("say what they are, when they are types", () => {
    const bare = names.filter(({ isType, above }) => isType && !above.endsWith("*/"));
    expect(bare.map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
  });
});
