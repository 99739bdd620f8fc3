// A later release may ask the table for other indexes: one index an update, template by template.
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { indexSteps, keepsCode, type TableIndex } from "../../lib/config/index-steps.ts";
import { INDEXES } from "../../lib/config/ledger-schema.ts";
import { LedgerTable } from "../../lib/infra/ledger-table.ts";
import { indexesOf } from "../../lib/infra/update-context.ts";

const index = (name: string, partition = `${name}Key`): TableIndex => ({ name, partition });
const [A, B, C, D] = ["a", "b", "c", "d"].map((name) => index(name)) as [
  TableIndex,
  TableIndex,
  TableIndex,
  TableIndex,
];

function differing(one: readonly string[], other: readonly string[]): number {
  return one.filter((each) => !other.includes(each)).length + other.filter((each) => !one.includes(each)).length;
}

/** How many indexes differ by name or key. */
function changesBetween(one: readonly TableIndex[], other: readonly TableIndex[]): number {
  return differing(
    one.map((each) => JSON.stringify(each)),
    other.map((each) => JSON.stringify(each)),
  );
}

describe("the indexes of a table change", () => {
  test.each([
    ["not at all", [A, B], [A, B], 1],
    ["by one that is new", [A], [A, B], 1],
    ["by one that goes", [A, B], [A], 1],
    ["by two that are new", [A], [A, B, C], 2],
    ["by two that go", [A, B, C], [A], 2],
    ["all of them", [A, B], [C, D], 4],
    ["by another key of one name", [A, B], [index("a", "other"), B], 2],
  ])("%s: one an update, to those that are wanted", (_, deployed, wanted, updates) => {
    const steps = indexSteps(deployed, wanted);
    expect(steps).toHaveLength(updates);
    expect(steps.at(-1)).toEqual(wanted);
    let before: readonly TableIndex[] = deployed;
    for (const step of steps) {
      expect(changesBetween(before, step)).toBeLessThanOrEqual(1);
      expect(new Set(step.map(({ name }) => name)).size).toBe(step.length);
      before = step;
    }
  });

  test("what is new is there before the code that asks it, and what goes is there as long as the code that asked it", () => {
    const [deployed, wanted] = [
      [A, B],
      [C, D],
    ];
    const steps = indexSteps(deployed, wanted);
    const isThere = (list: readonly TableIndex[], step: readonly TableIndex[]) =>
      list.every((each) => step.includes(each));
    const old = steps.filter((step) => keepsCode(step, wanted));
    const young = steps.filter((step) => !keepsCode(step, wanted));
    expect(old.every((step) => isThere(deployed, step))).toBe(true);
    expect(young.every((step) => isThere(wanted, step))).toBe(true);
    expect([old.length, young.length]).toEqual([1, 3]);
  });
});

test("from the indexes of an older release, each update's template changes one of the table's, and nothing else of it", () => {
  const older = [...INDEXES.slice(2), index("by-gone")];
  const tableOf = (indexes: readonly TableIndex[]) => {
    const app = new App({ context: { indexes: JSON.stringify(indexes) } });
    const stack = new Stack(app, "whook");
    new LedgerTable(stack, "Ledger", indexesOf(stack.node));
    const [table] = Object.entries(Template.fromStack(stack).findResources("AWS::DynamoDB::Table"));
    const { GlobalSecondaryIndexes, AttributeDefinitions: _, ...rest } = table?.[1].Properties ?? {};
    const names: string[] = GlobalSecondaryIndexes.map(({ IndexName }: { IndexName: string }) => IndexName);
    return { id: table?.[0], names, rest };
  };
  const tables = [older, ...indexSteps(older, INDEXES)].map(tableOf);
  expect(tables.length).toBeGreaterThan(3);
  for (const [at, { id, names, rest }] of tables.slice(1).entries()) {
    const before = tables[at];
    expect({ id, rest }).toEqual({ id: before?.id, rest: before?.rest });
    expect(differing(names, before?.names ?? [])).toBe(1);
  }
  expect(tables.at(-1)?.names).toEqual(INDEXES.map(({ name }) => name));
}, 120_000);

test("a deploy that says nothing of indexes makes this version's", () => {
  expect(indexesOf(new App().node)).toBeUndefined();
});
