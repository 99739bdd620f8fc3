import { delimiter, join } from "node:path";

/** As outside this project: neither its programs on the path, nor what npm and vitest tell their children. */
export function outside(): NodeJS.ProcessEnv {
  const foreign = /^(?:npm_(?:package|lifecycle|command|config_local_prefix)|VITEST|NODE_(?:ENV|OPTIONS)$|WHOOK_)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const path = (process.env.PATH ?? "").split(delimiter).filter((part) => !part.endsWith(join("node_modules", ".bin")));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter), PORT: "0" };
}
