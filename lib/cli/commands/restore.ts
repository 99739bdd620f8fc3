import { restoreDataFile } from "../../adapters/sqlite/backup.ts";
import { makeDataDir } from "../../runtime/local-data.ts";
import type { Command } from "../command.ts";
import { printJson, printLine } from "../print.ts";
import { dataFileOf } from "./backup.ts";

/** A backup in the place of what is there, which is kept. */
export const restore: Command = {
  options: [],
  examples: ["whook restore whook-2026-12-01.db"],
  async run({ io, env, isJson }, { args }) {
    const [backup = ""] = args;
    const file = dataFileOf(env, "restore");
    await makeDataDir(env.dataDir);
    const kept = restoreDataFile(backup, file);
    if (isJson) printJson(io, { restored: file, ...(kept === undefined ? {} : { kept }) });
    else printLine(io, `${file} is as ${backup} was${kept === undefined ? "" : `; what was there is ${kept} now`}`);
    return 0;
  },
};
