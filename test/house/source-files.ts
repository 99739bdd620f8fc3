// The project's own files, as text.
import { globSync, readFileSync } from "node:fs";

/** One file of the project and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The files that match one of the patterns, by path. */
export function sourceFiles(...patterns: readonly string[]): readonly SourceFile[] {
  return globSync([...patterns], { exclude: (path) => path.includes("node_modules") })
    .sort()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
