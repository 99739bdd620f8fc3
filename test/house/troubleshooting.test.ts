// What users meet is explained, and what is explained they can meet: codes, messages, placeholders.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fillTemplate } from "../../lib/cli/fill-template.ts";
import { ALERT_ERROR_CODES, ALERT_WARNING_CODES } from "../../lib/core/alert/issue-codes.ts";
import type { EndCode } from "../../lib/core/execution/order-record.ts";
import { FAILURES, type FailureCode } from "../../lib/core/failure.ts";
import { sourceFiles } from "./source-files.ts";

const ENDS = {
  FILLED: true,
  PLACED: true,
  CANCELLED: true,
  NOTHING_TO_DO: true,
  SWITCHED: true,
  FLAT: true,
  SUPERSEDED: true,
  RESTORED: true,
  LEVERAGE_SET: true,
  PARTLY_FILLED: true,
} as const satisfies Readonly<Record<Exclude<EndCode, FailureCode>, true>>;
/** npm's own. */
const FOREIGN = ["EBADENGINE"];

/** The code in the first column of the tables whose heading it is. */
function firstColumn(path: string, heading: string): readonly string[] {
  const tables = [...readFileSync(path, "utf8").matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) => table.split("\n"));
  const rows = tables.filter(([head]) => head?.split("|")[1]?.trim() === heading).flatMap((table) => table.slice(2));
  return rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code));
}

describe("docs/troubleshooting.md", () => {
  test("explains every code, and none that there is not", () => {
    const codes = [...Object.keys(FAILURES), ...ALERT_ERROR_CODES, ...ALERT_WARNING_CODES, ...Object.keys(ENDS)];
    const told = firstColumn("docs/troubleshooting.md", "code");
    expect(told.toSorted()).toEqual([...new Set(codes)].toSorted());
  });

  const source = sourceFiles("lib/**/*.ts", "bin/*").map(({ text }) => text);
  test.each(firstColumn("docs/troubleshooting.md", "message").filter((name) => !FOREIGN.includes(name)))(
    "%s is said by the source",
    (message) => {
      // Numbers and folders are filled in as it is said.
      const pieces = message.split(/\d[\d.]*|…|\.whook/).map((piece) => piece.trim());
      const [longest = ""] = pieces.toSorted((one, other) => other.length - one.length);
      expect(longest.length).toBeGreaterThan(8);
      expect(source.some((text) => text.includes(longest))).toBe(true);
    },
  );
});

test("every placeholder of docs/tradingview.md is one that lint fills in", () => {
  const told = firstColumn("docs/tradingview.md", "placeholder");
  expect(told.length).toBeGreaterThan(20);
  const [filled] = fillTemplate(`demo ${told.join(" ")}`, [], Date.UTC(2026, 10, 30));
  expect(filled?.text).not.toMatch(/[{}]/);
});
