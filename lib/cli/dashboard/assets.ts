// The page's own files, and the chart libraries' from their packages: nothing is fetched from elsewhere.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** A file of the dashboard as it is sent: its content type and its bytes. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

const OWN = new URL("../../dashboard/assets/", import.meta.url);
const FILES: Readonly<Record<string, { readonly type: string; readonly url: URL }>> = {
  "dashboard.css": { type: "text/css; charset=utf-8", url: new URL("dashboard.css", OWN) },
  "dashboard.js": { type: "text/javascript; charset=utf-8", url: new URL("dashboard.js", OWN) },
  "icon.svg": { type: "image/svg+xml", url: new URL("icon.svg", OWN) },
  "candles.js": { type: "text/javascript; charset=utf-8", url: new URL("candles.js", OWN) },
  "lightweight-charts.js": {
    type: "text/javascript; charset=utf-8",
    url: new URL("lightweight-charts.standalone.production.mjs", import.meta.resolve("lightweight-charts")),
  },
  "uplot.js": { type: "text/javascript; charset=utf-8", url: inPackage("uPlot.esm.js") },
  "uplot.css": { type: "text/css; charset=utf-8", url: inPackage("uPlot.min.css") },
};

/** All of them, by the last part of their address. */
export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const entries = Object.entries(FILES).map(
    async ([name, { type, url }]) => [name, { type, body: await readFile(fileURLToPath(url)) }] as const,
  );
  return new Map(await Promise.all(entries));
}

function inPackage(file: string): URL {
  return new URL(file, import.meta.resolve("uplot/dist/uPlot.esm.js"));
}
