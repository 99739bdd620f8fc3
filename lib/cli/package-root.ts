import { existsSync, readFileSync } from "node:fs";
import { json } from "../config/json-readers.ts";

/** The folder of this package, whether it runs from its sources or compiled. */
export function packageRoot(): URL {
  let folder = new URL("./", import.meta.url);
  while (!existsSync(new URL("package.json", folder))) {
    const above = new URL("../", folder);
    if (above.href === folder.href) throw new Error("whook's package.json is missing: install whook again");
    folder = above;
  }
  return folder;
}

/** As package.json says it. */
export function packageVersion(): string {
  const text = readFileSync(new URL("package.json", packageRoot()), "utf8");
  return json.record({ version: json.text }, {})(JSON.parse(text)).version;
}
