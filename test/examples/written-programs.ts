// The programs that the documents and the library's doc comments show, as modules that can be compiled and run.
import { readFileSync } from "node:fs";
import { sourceFiles } from "../house/source-files.ts";

/** One block of TypeScript, where it stands, and what it says that it gives. */
export interface WrittenProgram {
  readonly where: string;
  readonly imports: string;
  readonly code: string;
  /** What stands behind `//` at the end, as code. */
  readonly gives?: string;
}

const FUNCTIONS = "connect, createWebhook, formatAlert, openAccount, openAccounts, parseAlert, planOrder";

/** The blocks of README and docs that are TypeScript. */
export const documentPrograms: readonly WrittenProgram[] = sourceFiles("README.md", "docs/*.md").flatMap(
  ({ path, text }) =>
    [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = ""], index) =>
      programOf(`${path}, block ${index + 1}`, block),
    ),
);

/** The `@example` of each function that the library exports; the name of the function is where it stands. */
export const examplePrograms: readonly WrittenProgram[] = [
  ...readFileSync("lib/index.ts", "utf8").matchAll(/from "\.\/([^"]+)"/g),
].flatMap(([, file]) => {
  const source = readFileSync(`lib/${file}`, "utf8");
  const commented = /\/\*\*((?:(?!\*\/)[\s\S])*?@example\n(?:(?!\*\/)[\s\S])*)\*\/\nexport (?:async )?function (\w+)/g;
  return [...source.matchAll(commented)].map(([, comment = "", name = ""]) => {
    const [, block = ""] = comment.replace(/^ \* ?/gm, "").split("@example\n");
    return programOf(name, block);
  });
});

/** The program as a module of a folder that has whook installed, in an account's presence where it needs one. */
export function moduleOf({ imports, code }: WrittenProgram): string {
  const given = imports.includes('"whook"') ? "" : `import { ${FUNCTIONS} } from "whook";\n`;
  const uses = `void [${FUNCTIONS}, account];\n`;
  const account = 'declare const account: import("whook").AccountEngine;\n';
  return `${given}${imports}\n${account}${given === "" ? "void account;\n" : uses}{\n${code}\n}\n`;
}

function programOf(where: string, block: string): WrittenProgram {
  const lines = block.trim().split("\n");
  const imports = lines.filter((line) => line.startsWith("import ")).join("\n");
  const rest = lines.filter((line) => !line.startsWith("import ")).join("\n");
  const [, code, said] = /^([\s\S]*?;)\s*\/\/ ([\s\S]*)$/.exec(rest) ?? [];
  if (code === undefined || said === undefined) return { where, imports, code: rest };
  return { where, imports, code, gives: said.replace(/^\/\/ ?/gm, "") };
}
