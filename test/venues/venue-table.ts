// docs/venues.md out of a test run: every row is a test of the venues' suite, every tick one that passed. So it cannot lie.
//
//   node test/venues/venue-table.ts REPORT           writes docs/venues.md from vitest's JSON report
//   node test/venues/venue-table.ts REPORT --check   fails when docs/venues.md is not what the report says
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findVenue, type VenueTraits } from "../../lib/core/market/venue-table.ts";
import { ACCOUNT_TYPES } from "./account-types.ts";
import { type CallSources, callSources } from "./call-sources.ts";
import { SIMULATORS } from "./simulators.ts";

const DOCUMENT = new URL("../../docs/venues.md", import.meta.url);
/** Parts of the suite, by how a describe block of it ends. */
const PARTS: Readonly<Record<string, string>> = {
  " as an exchange": "Orders, settings, balance and positions",
  " over HTTP": "When the network or the venue fails",
  " through the whole engine": "Through whook's planning, retries and record",
};

const MARGIN_MODES: Readonly<Record<NonNullable<VenueTraits["marginMode"]>, string>> = {
  setting: "a setting of the symbol",
  "on-order": "sent with each order",
  "setting-and-order": "a setting of the symbol, sent with each order as well",
  account: "one setting for the whole account",
  fixed: "set on the exchange's own page only",
};

const LEVERAGES: Readonly<Record<string, string>> = {
  false: "a setting of the symbol",
  true: "sent with each order",
  isolated: "sent with each isolated order, a setting with cross margin",
};

interface Assertion {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: "passed" | "failed" | "skipped" | "pending" | "todo" | "disabled";
  readonly failureMessages?: readonly string[];
}
interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly Assertion[] }[];
}

const { positionals, values } = parseArgs({ options: { check: { type: "boolean" } }, allowPositionals: true });
const report = JSON.parse(readFileSync(positionals[0] ?? "reports/tests.json", "utf8")) as Report;
const text = renderTable(report);
if (values.check !== true) writeFileSync(DOCUMENT, text);
else if (readFileSync(DOCUMENT, "utf8") !== text) {
  process.stderr.write("docs/venues.md is not what the tests say: run npm run docs:venues\n");
  process.exitCode = 1;
}

function renderTable({ testResults }: Report): string {
  const names = SIMULATORS.flatMap((profile) => profile.names);
  const assertions = testResults.flatMap(({ assertionResults }) => assertionResults);
  const sections = Object.entries(PARTS).map(([ending, heading]) => {
    const columns = [...names, ...otherApisOf(assertions, { names, ending })];
    const rows = rowsOf(assertions, { names: columns, ending });
    return [`## ${heading}`, "", ...markdownTable(["", ...columns], rows)].join("\n");
  });
  return [
    "# What each exchange can do",
    "",
    "Made by `npm run docs:venues` from the results of the tests that every exchange runs: real ccxt over real HTTP, against a",
    "simulator of the exchange's own REST dialect. ✓ passed, – the exchange cannot do it (below), ✗ failed.",
    "",
    "## How they differ",
    "",
    "What the syntax and the planner know of each exchange (`lib/core/market/venue-table.ts`).",
    "",
    ...markdownTable(
      ["", "settles in", "IDs of limit orders", "margin mode", "leverage", "reversal"],
      names.map(factsOf),
    ),
    "",
    "## Types, regions, environments",
    "",
    "What each is, where its keys are made, and what whook finds out by itself: [accounts](accounts.md#types). All of this page ran against",
    "simulators; what was never tried on a real account is [said there](accounts.md#never-tried-on-a-real-account).",
    "",
    ...markdownTable(
      ["", "types of accounts, run by a suite of their own", "`ACCOUNT_TYPE`", "`REGION`", "environments"],
      places(),
    ),
    "",
    ...sections.flatMap((section) => [section, ""]),
    "## What an exchange cannot do",
    "",
    ...reasons(),
    "",
    "## What each simulated call rests on",
    "",
    "Read from the comments beside the simulators' routes and shapes in `test/venues`. A code of refusal has its source beside it in",
    "`lib/adapters/ccxt/venues`, a limit on requests in `limits.ts` there.",
    "",
    ...markdownTable(
      ["", "calls", "made after"],
      SIMULATORS.flatMap(({ names: [name = ""] }) => callSources(name)).map(sourcesRow),
    ),
    "",
  ].join("\n");
}

function factsOf(name: string): readonly string[] {
  const venue = findVenue(name);
  if (venue === undefined) throw new Error(`${name} has no row in the venue table`);
  const { traits, customId, defaultSettle, settle } = venue;
  return [
    name,
    settle === undefined ? `${defaultSettle} unless told otherwise` : `${settle.coins.join(" or ")} only`,
    customId.lowerCase === undefined ? customId.allowed : `${customId.allowed}; capitals are lowered`,
    MARGIN_MODES[traits.marginMode ?? "setting"],
    LEVERAGES[String(traits.leverageOnOrder ?? false)] ?? "",
    traits.reversesInOneOrder === false ? "always two orders" : "one order where the balance allows it",
  ];
}

/** Suites over other APIs of a venue: of coin-margined markets ("phemex in ETH"), of another type of account ("bitget unified"). */
function otherApisOf(
  assertions: readonly Assertion[],
  { names, ending }: { readonly names: readonly string[]; readonly ending: string },
): readonly string[] {
  const suites = assertions.map(({ ancestorTitles: [suite = ""] }) => suite).filter((suite) => suite.endsWith(ending));
  const columns = suites
    .map((suite) => suite.slice(0, -ending.length))
    .filter((column) => names.some((name) => column.startsWith(`${name} `)));
  return [...new Set(columns)].toSorted();
}

function rowsOf(
  assertions: readonly Assertion[],
  { names, ending }: { readonly names: readonly string[]; readonly ending: string },
): readonly (readonly string[])[] {
  const marks = new Map<string, Map<string, string>>();
  for (const { ancestorTitles, title, status } of assertions) {
    const [suite = "", ...groups] = ancestorTitles;
    const name = names.find((each) => suite === `${each}${ending}`);
    if (name === undefined) continue;
    const row = [...groups, title].join(": ");
    const cells = marks.get(row) ?? new Map<string, string>();
    marks.set(row, cells.set(name, markOf(status)));
  }
  return [...marks].map(([row, cells]) => [row, ...names.map((name) => cells.get(name) ?? "")]);
}

function markOf(status: Assertion["status"]): string {
  if (status === "passed") return "✓";
  return status === "failed" ? "✗" : "–";
}

/** A row a venue: what accounts of it there are. */
function places(): readonly (readonly string[])[] {
  return SIMULATORS.map(({ names: [name = "", ...demos] }) => {
    const { accountTypes = [], regions = [] } = findVenue(name) ?? {};
    const suites = ACCOUNT_TYPES.filter((type) => type.names.includes(name)).map(({ accountType = "" }) => accountType);
    const environments = demos.map((demo) => (findVenue(demo)?.closed === undefined ? demo : `${demo} (closed)`));
    return [name, ...[suites, accountTypes, regions, environments].map((each) => each.join(", "))];
  });
}

function reasons(): readonly string[] {
  return [...SIMULATORS, ...ACCOUNT_TYPES].flatMap(({ names, accountType, without = {} }) =>
    Object.entries(without).map(
      ([capability, reason]) =>
        `- **${names.map((name) => [name, accountType].join(" ").trim()).join(", ")}**, ${capability}: ${reason}`,
    ),
  );
}

function sourcesRow({ file, calls, sources }: CallSources): readonly string[] {
  return [file.replace(/\.ts$/, ""), calls.map((call) => `\`${call}\``).join(", "), sources];
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : ":-:"))), ...rows.map(line)];
}
