// Imported before a program: when it ends, its last line on standard error lists every module it loaded, as JSON.
import { writeSync } from "node:fs";
import { registerHooks } from "node:module";

const loaded: string[] = [];
registerHooks({
  load: (url, context, nextLoad) => {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
process.on("exit", () => writeSync(2, `\n${JSON.stringify(loaded)}`));
