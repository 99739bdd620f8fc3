// What each call of a simulator rests on, read from where it is written: the comments that the files of its routes and shapes begin with.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const HERE = new URL("./", import.meta.url);
const ROUTE = /"(?:GET|POST|PUT|DELETE) (\/[^"]+)"/g;

/** One file of routes: its calls, and what it and the shapes beside it are made after. */
export interface CallSources {
  /** Folder and file, under test/venues. */
  readonly file: string;
  readonly calls: readonly string[];
  readonly sources: string;
}

/** Of a venue's folder under test/venues. */
export function callSources(folder: string): readonly CallSources[] {
  const place = new URL(`${folder}/`, HERE);
  const shapes = headOf(new URL("shapes.ts", place));
  const names = readdirSync(place).filter((name) => /routes\.ts$/.test(name));
  const own = names.flatMap((name) => {
    const calls = callsIn(readFileSync(new URL(name, place), "utf8"));
    const shaped = headOf(new URL(name.replace("routes", "shapes"), place));
    const heads = [headOf(new URL(name, place)), shaped === "" ? shapes : shaped];
    const sources = [...new Set(heads)].filter((head) => head !== "").join(" ");
    return calls.length === 0 ? [] : [{ file: `${folder}/${name}`, calls, sources }];
  });
  const inner = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...own, ...inner.flatMap(({ name }) => callSources(`${folder}/${name}`))];
}

/** The comment a file begins with, in one line; nothing where there is no such file. */
function headOf(file: URL): string {
  if (!existsSync(file)) return "";
  const lines = readFileSync(file, "utf8").split("\n");
  const end = lines.findIndex((line) => !line.startsWith("//"));
  return lines
    .slice(0, end)
    .map((line) => line.slice(2).trim())
    .join(" ");
}

/** In the order they are answered in; those that are put together of parts are not told. */
function callsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(ROUTE)].map(([found]) => found.slice(1, -1)))];
}
