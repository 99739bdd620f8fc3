import type { Command } from "../command.ts";
import { printJson, printLine } from "../print.ts";

/** Puts orders back that were handed out too often. On this machine no whook may run meanwhile: one process writes the data. */
export const redrive: Command = {
  options: [],
  examples: ["whook redrive"],
  async run({ io, backend, isJson }) {
    const redriven = await (await backend.queue()).redrive();
    if (isJson) printJson(io, { redriven });
    else printLine(io, redriven === 0 ? "there is nothing to put back" : `${redriven} put back`);
    return 0;
  },
};
