declare module "dynalite" {
  import type { Server } from "node:http";

  interface DynaliteOptions {
    readonly path?: string;
    readonly createTableMs?: number;
  }
  function dynalite(options?: DynaliteOptions): Server;
  export = dynalite;
}
