import type { Command } from "../command.ts";
import { withLocalData } from "../local.ts";
import { printJson, printLine } from "../print.ts";

/** Puts orders back that were handed out too often. */
export const redrive: Command = {
  name: "redrive",
  summary: "put orders back in the queue that broke the worker too often",
  options: [],
  examples: ["whook redrive"],
  async run({ io, env, isJson }) {
    const redriven = await withLocalData(env, ({ queue }) => queue.redrive());
    if (isJson) printJson(io, { redriven });
    else printLine(io, redriven === 0 ? "there is nothing to put back" : `${redriven} put back`);
    return 0;
  },
};
