// What Node compiled is kept between two runs: most of the time a command takes went into reading its code.
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Before the code that is to be kept is imported. In the user's own cache folder: what lies in one that others may write to
 * would be run. Where none can be made, as in a home that is read-only, nothing is kept. NODE_COMPILE_CACHE names another
 * folder, NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
export function keepCompiled(): void {
  enableCompileCache(join(cacheFolder(), "whook", "compiled"));
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === "win32") return LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return XDG_CACHE_HOME || join(homedir(), ".cache");
}
