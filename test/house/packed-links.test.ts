// What is read from the package leads on within the package: whoever installed it has no clone beside it.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

const packed = z.object({ files: z.array(z.object({ path: z.string() })) });
/** Not of pictures: of those their words are shown, and all of them would make the package several times as large. */
const LINK = /(?<!!\[[^\]]*)\]\(([^)\s#]+)[^)\s]*\)/g;

/** What npm would pack, but for what is built first. Its versions differ on whether a list or names hold the packages. */
function packedPaths(): readonly string[] {
  const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--ignore-scripts", "--json"], { encoding: "utf8" });
  const packages = z.union([z.array(packed), z.record(z.string(), packed)]).parse(JSON.parse(stdout));
  return Object.values(packages).flatMap(({ files }) => files.map(({ path }) => path));
}

test("every relative link of a packed document leads to a packed file", () => {
  const paths = packedPaths();
  const documents = paths.filter((path) => /\.md$|^llms\.txt$/.test(path));
  expect(documents.length).toBeGreaterThan(20);
  const links = documents.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(LINK)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^[a-z]+:/.test(link))
      .map((link) => ({ path, link, target: normalize(join(dirname(path), link)) })),
  );
  const isPacked = (target: string) => paths.some((path) => path === target || path.startsWith(`${target}/`));
  expect(links.filter(({ target }) => !isPacked(target))).toEqual([]);
});
