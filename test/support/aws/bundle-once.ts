// Vitest's set-up for a whole run: the functions are bundled when the first file asks for them, and once for all of its workers.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { SharedBundles } from "./shared-bundles.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Who asks there is answered once the bundles are made. */
    readonly bundlesUrl: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  let folder: string | undefined;
  let made: Promise<SharedBundles> | undefined;
  const make = async (): Promise<SharedBundles> => {
    folder = await mkdtemp(join(tmpdir(), "whook-bundles-"));
    const { bundleFunctions } = await import("../../../lib/infra/bundle.ts");
    return { ...(await bundleFunctions(folder)), compiled: join(folder, "compiled") };
  };
  const server = createServer((_request, response) => {
    made ??= make();
    made.then(
      (bundles) => response.end(JSON.stringify(bundles)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  provide("bundlesUrl", `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  };
}
