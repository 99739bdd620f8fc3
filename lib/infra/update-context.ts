// What `whook deploy` hands to CDK beside the settings, in an update that is one of several.
import { join } from "node:path";
import type { Node } from "constructs";
import * as z from "zod";
import type { TableIndex } from "../config/index-steps.ts";
import { type BundleFolders, bundleFunctions } from "./bundle.ts";

const indexesSchema = z.array(z.object({ name: z.string(), partition: z.string() }));

/** The table's indexes after this update; undefined: those of this version. @throws Error when the context holds something else. */
export function indexesOf(node: Node): readonly TableIndex[] | undefined {
  const text: unknown = node.tryGetContext("indexes");
  return typeof text === "string" ? indexesSchema.parse(JSON.parse(text)) : undefined;
}

/** What the functions run: this version, or the zip files of the one that is deployed. */
export async function bundlesOf(node: Node): Promise<BundleFolders> {
  const folder: unknown = node.tryGetContext("deployedCode");
  if (typeof folder !== "string") return bundleFunctions("dist/functions");
  const zip = (name: keyof BundleFolders) => join(folder, `${name}.zip`);
  return { webhook: zip("webhook"), worker: zip("worker"), notify: zip("notify") };
}
