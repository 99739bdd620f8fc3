// The functions as they are deployed: one entry file each, and chunks that are loaded when they are first needed, so that a
// worker loads the code of one venue only.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildResult, build, type Metafile } from "esbuild";
import { withoutUnusedCcxt } from "./without-unused-ccxt.ts";
import { withoutUnusedSdk } from "./without-unused-sdk.ts";

/** Where the bundle of each function of the stack is. */
export type BundleFolders = Readonly<Record<"webhook" | "worker" | "notify", string>>;

/** Some packages inside are CommonJS and ask for `require`. */
const BANNER =
  'import { createRequire as createRequireOf } from "node:module"; const require = createRequireOf(import.meta.url);';

/** A function as it is deployed, and esbuild's account of what went into it. */
export interface Bundle {
  /** The folder to deploy; its handler is `handler.handler`. */
  readonly folder: string;
  readonly metafile: Metafile;
}

/** Bundles every function of the stack into a folder of its own below `outDir`. @throws as `bundleFunction` does. */
export async function bundleFunctions(outDir: string): Promise<BundleFolders> {
  const folderOf = async (name: keyof BundleFolders) => (await bundleFunction(name, join(outDir, name))).folder;
  const [webhook, worker, notify] = await Promise.all([folderOf("webhook"), folderOf("worker"), folderOf("notify")]);
  return { webhook, worker, notify };
}

/**
 * Bundles `functions/NAME/handler.ts` into `outDir`, which is emptied before. The same sources give the same bytes.
 * @throws Error when something cannot be resolved.
 */
export async function bundleFunction(name: string, outDir: string): Promise<Bundle> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const result: BuildResult<{ metafile: true }> = await build({
    entryPoints: { handler: join("functions", name, "handler.ts") },
    outdir: outDir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    // The SDK's ES modules can be shaken; its CommonJS cannot.
    mainFields: ["module", "main"],
    target: "node24",
    minify: true,
    legalComments: "none",
    banner: { js: BANNER },
    plugins: [withoutUnusedCcxt, withoutUnusedSdk],
    metafile: true,
    logLevel: "error",
  });
  await writeFile(join(outDir, "package.json"), '{"type":"module"}\n');
  return { folder: outDir, metafile: result.metafile };
}
