/// <reference lib="dom" />
// One view, looked at on every screen in both colour schemes.
import { mkdir } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Visitor } from "./visitors.ts";

const KEPT = new URL("../../docs/dashboard/", import.meta.url).pathname;
const OTHERS = new URL("../../reports/dashboard/", import.meta.url).pathname;
/** The smallest phone, a tablet, and two desktops. The first and the third are looked at for accessibility, and kept as pictures. */
const SCREENS = [
  { screen: "phone", width: 360, height: 780, folder: KEPT },
  { screen: "tablet", width: 768, height: 1_024, folder: OTHERS },
  { screen: "desktop", width: 1_440, height: 900, folder: KEPT },
  { screen: "wide", width: 1_920, height: 1_080, folder: OTHERS },
] as const;
const SCHEMES = ["light", "dark"] as const;

/** @param name - of its pictures. @param open - shows the view. */
export async function lookAt(visitor: Visitor, name: string, open: () => Promise<void>): Promise<void> {
  const { page, requests, complaints } = visitor;
  await page.emulateMedia({ colorScheme: "light" });
  for (const { screen, folder, ...size } of SCREENS) {
    await page.setViewportSize(size);
    if (screen === "phone") await open();
    await expect.poll(() => overflowsOf(page), { timeout: 5_000 }).toEqual({ page: 0, figures: [] });
    for (const colorScheme of SCHEMES) {
      const isKept = folder === KEPT;
      if (!isKept && process.env.SCREENSHOTS !== "all") continue;
      await page.emulateMedia({ colorScheme });
      if (isKept) expect(await findingsOf(page, colorScheme)).toEqual([]);
      if (process.env.SCREENSHOTS) await shoot(page, `${folder}${name}-${screen}-${colorScheme}.png`);
    }
  }
  expect([...new Set(requests.map(({ origin }) => origin))]).toEqual([new URL(page.url()).origin]);
  expect(complaints).toEqual([]);
}

/** By how much the page is too wide, and which numbers are wider than their place or take two lines. */
function overflowsOf(page: Page): Promise<{ readonly page: number; readonly figures: readonly (string | null)[] }> {
  return page.evaluate(() => {
    const isCut = (cell: Element) => cell.scrollWidth > cell.clientWidth + 1;
    const cells = [...document.querySelectorAll(".figures dd, td.right, .month td a")];
    const isBroken = (cell: Element) => {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
        if (!/^[+−]?[\d.,]+$/.test(text.textContent?.trim() ?? "")) continue;
        range.selectNodeContents(text);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) return true;
      }
      return false;
    };
    return {
      page: Math.max(0, document.documentElement.scrollWidth - innerWidth),
      figures: cells.filter((cell) => isCut(cell) || isBroken(cell)).map(({ textContent }) => textContent),
    };
  });
}

/** What differs between the schemes is colour: in the dark nothing else is looked at again. */
async function findingsOf(page: Page, colorScheme: (typeof SCHEMES)[number]) {
  const only = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
  // There is no frame to look into, and what passed is told by nobody: both would take most of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"], ...only });
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

/** Kept when asked for: `SCREENSHOTS=1 npm run test:browser`; with `SCREENSHOTS=all` the other screens' too. */
async function shoot(page: Page, path: string): Promise<void> {
  await mkdir(new URL(".", `file://${path}`).pathname, { recursive: true });
  await page.screenshot({ path, fullPage: path.includes("/overview-") });
}
