import { inject } from "vitest";
import type { KeptBundles } from "./local-stack.ts";

/** Made once for all files of a run, and what their processes compiled as well. */
export type SharedBundles = Required<KeptBundles>;

/** The bundles that would be deployed. @throws Error with esbuild's words when something cannot be resolved. */
export async function sharedBundles(): Promise<SharedBundles> {
  const response = await fetch(inject("bundlesUrl"));
  if (!response.ok) throw new Error(await response.text());
  // What the set-up beside this file sends.
  return (await response.json()) as SharedBundles;
}
