// The page's own files, and the chart libraries' from their packages: nothing is fetched from elsewhere.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** A file of the dashboard as it is sent: its content type, its bytes, and a name for exactly these. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly tag: string;
}

const OWN = new URL("../../dashboard/assets/", import.meta.url);
const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
/** Each made of files and texts, one after another. */
const FILES: Readonly<Record<string, { readonly type: string; readonly parts: readonly (URL | string)[] }>> = {
  // One style sheet: a page is not painted before all of them are there.
  "dashboard.css": { type: CSS, parts: [inPackage("uPlot.min.css"), new URL("dashboard.css", OWN)] },
  "dashboard.js": { type: SCRIPT, parts: [new URL("dashboard.js", OWN)] },
  "icon.svg": { type: "image/svg+xml", parts: [new URL("icon.svg", OWN)] },
  "candles.js": { type: SCRIPT, parts: [new URL("candles.js", OWN)] },
  "lightweight-charts.js": {
    type: SCRIPT,
    parts: [new URL("lightweight-charts.standalone.production.mjs", import.meta.resolve("lightweight-charts"))],
  },
  // Its module is three times as long: only the script for pages without modules comes minified.
  "uplot.js": { type: SCRIPT, parts: [inPackage("uPlot.iife.min.js"), "\nexport default uPlot;\n"] },
};

/** All of them, by the last part of their address. */
export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const entries = Object.entries(FILES).map(async ([name, { type, parts }]) => {
    const body = Buffer.concat(await Promise.all(parts.map(bytesOf)));
    return [name, { type, body, tag: tagOf(body) }] as const;
  });
  return new Map(await Promise.all(entries));
}

/** An entity tag: the same for the same content only. */
export function tagOf(content: string | Buffer): string {
  return `"${createHash("sha256").update(content).digest("base64url")}"`;
}

async function bytesOf(part: URL | string): Promise<Buffer> {
  return part instanceof URL ? readFile(fileURLToPath(part)) : Buffer.from(part);
}

function inPackage(file: string): URL {
  return new URL(file, import.meta.resolve("uplot/dist/uPlot.esm.js"));
}
