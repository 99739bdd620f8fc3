import { onlyAccount } from "../backend.ts";
import type { Command } from "../command.ts";
import { liveLine } from "../live-line.ts";
import { printLine, toned } from "../print.ts";

/** What happens, while it happens. */
export const watch: Command = {
  options: [{ flags: "--account <ID>", summary: "only this account's orders; alerts and bad lines are always shown" }],
  examples: ["whook watch", "whook watch --account demo", "whook watch --json", "whook watch --stack whook"],
  async run({ io, backend, isJson, zone }, { options }) {
    const account = options.account === undefined ? undefined : (await onlyAccount(backend, options.account)).id;
    const stopping = new AbortController();
    let stopped: Promise<void> | undefined;
    const onOpen = () => {
      if (!isJson) io.err(`${toned(io, "quiet", `watching; times in ${zone.name}; Ctrl-C stops`)}\n`);
      stopped = io.untilStopped().then(() => stopping.abort());
    };
    for await (const event of backend.events(stopping.signal, onOpen)) {
      if (account !== undefined && event.account !== undefined && event.account !== account) continue;
      const line = isJson ? JSON.stringify(event) : liveLine(io, zone, event);
      if (line !== undefined) printLine(io, line);
    }
    await stopped;
    return 0;
  },
};
