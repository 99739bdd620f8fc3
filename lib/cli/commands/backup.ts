import { join } from "node:path";
import { backupDataFile } from "../../adapters/sqlite/backup.ts";
import { DATA_FILE } from "../../adapters/sqlite/whook-database.ts";
import type { LocalEnv } from "../../config/env.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import { printJson, printLine } from "../print.ts";

/** A copy of everything this machine keeps. */
export const backup: Command = {
  options: [],
  examples: ["whook backup whook-2026-12-01.db"],
  async run({ io, env, isJson }, { args }) {
    const [file = ""] = args;
    backupDataFile(dataFileOf(env, "backup"), file);
    if (isJson) printJson(io, { backup: file });
    else printLine(io, `${file} holds everything up to now; npx whook restore ${file} brings it back`);
    return 0;
  },
};

/** @throws UsageError where a stack is named: its table is not a file. */
export function dataFileOf({ dataDir, stack }: LocalEnv, command: string): string {
  if (stack !== undefined) throw new UsageError(`${command} is for this machine's data file: leave --stack out`);
  return join(dataDir, DATA_FILE);
}
