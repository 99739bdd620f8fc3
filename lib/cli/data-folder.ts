// Whether a folder holds whook's data, and where there is some instead.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { DATA_FILE } from "../adapters/sqlite/whook-database.ts";
import { CommandError } from "./errors.ts";

/** What versions before that file left in the folder: told by whoever opens it. */
const OLD_FORM = ["ledger", "queue.db", "paper.db"];

const MOST_NAMED = 5;

/** @throws CommandError naming the folders that do hold data. */
export function checkDataFolder(dataDir: string): void {
  if ([DATA_FILE, `${DATA_FILE}.restored`, ...OLD_FORM].some((name) => existsSync(join(dataDir, name)))) return;
  const others = foldersBeside(dataDir);
  const instead = others.length === 0 ? "" : `; there is some in ${others.join(", ")}`;
  throw new CommandError(
    `no data of whook in ${resolve(dataDir)}${instead}: go to the folder whook was started in, set WHOOK_DATA_DIR, or start it with npx whook start`,
  );
}

/** Folders with data here, and beside the one that was looked for. */
function foldersBeside(dataDir: string): readonly string[] {
  const places = [...new Set([process.cwd(), dirname(resolve(dataDir))])];
  return places
    .flatMap((place) => namesIn(place).map((name) => join(place, name)))
    .filter((folder) => existsSync(join(folder, DATA_FILE)))
    .slice(0, MOST_NAMED)
    .map((folder) => relative(process.cwd(), folder));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
