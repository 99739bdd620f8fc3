// What is cited is there: links of the documents, and the headings of the design that code and tests name.
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { type SourceFile, sourceFiles } from "./source-files.ts";

const documents = sourceFiles("*.md", "docs/**/*.md");
const code = sourceFiles("{lib,functions,bin,test,bench}/**/*.ts");
/** Of this project: a page behind an address or a folder is another's. */
const CITATION = /(?<![\w/-])docs\/[\w./-]+\.md(?:#[\w-]+)?/g;
const PATH = /(?<![\w/.-])(?:lib|functions|bin|bench|test)\/[\w./-]*\w/g;
const LINK = /\]\(([^)\s]+)\)/g;

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf({ text }: SourceFile): ReadonlySet<string> {
  const headings = [...text.replace(/```[\s\S]*?```/g, "").matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? "");
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

const anchors = new Map(documents.map((document) => [document.path, anchorsOf(document)]));

/** Why `target`, a path from the root with or without an anchor, leads nowhere; undefined when it does. */
function broken(target: string): string | undefined {
  const [path = "", anchor] = target.split("#");
  if (!existsSync(path)) return `${path} is not there`;
  if (anchor === undefined || anchors.get(path)?.has(anchor)) return undefined;
  return `${path} has no heading #${anchor}`;
}

describe("what is cited is there", () => {
  test.each(documents)("links of $path", ({ path, text }) => {
    const targets = [...text.matchAll(LINK)].map((match) => match[1] ?? "").filter((link) => !/^[a-z]+:/.test(link));
    const local = targets.map((link) => (link.startsWith("#") ? path + link : normalize(join(dirname(path), link))));
    expect(local.flatMap((target) => broken(target) ?? [])).toEqual([]);
  });

  test.each(documents.filter(({ path }) => !/adr|CHANGELOG/.test(path)))("files that $path names", ({ text }) => {
    // NAME stands for any exchange's.
    const paths = [...text.matchAll(PATH)].map(([path]) => path.replaceAll("NAME", "bybit"));
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });

  test("documents that code and tests name", () => {
    const cited = code.flatMap(({ path, text }) => [...text.matchAll(CITATION)].map(([target]) => ({ path, target })));
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.flatMap(({ path, target }) => broken(target)?.concat(`, says ${path}`) ?? [])).toEqual([]);
  });

  test("nothing cites the design by number", () => {
    const numbered = [...code, ...documents].filter(({ text }) => /\bdesign (?:section )?\d/.test(text));
    expect(numbered.map(({ path }) => path)).toEqual([]);
  });
});
