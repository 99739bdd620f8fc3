import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** The headless shell first: Chromium without a window's parts, it takes half the time. */
const PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The machine's own Chromium, headless. @throws Error saying how to get one. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error(
      "the browser tests need Chromium: apt-get install chromium-headless-shell, or set CHROMIUM to the path of a Chrome or Chromium",
    );
  // Root, as in a container, has no sandbox.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args });
}
