// What a program that imports whook may build on, as types: what openAccount takes and gives, and nothing of an SDK in it.
import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type AccountEngine,
  type AlertIssue,
  type AlertOrder,
  type DecimalString,
  formatAlert,
  type OrderOptions,
  openAccount,
  type ParsedAlert,
  type Plan,
  type PlanInput,
  parseAlert,
  planOrder,
  type Trade,
  type VenueBalance,
  type VenuePosition,
  type WaitOptions,
} from "../lib/index.ts";

describe("types of the library", () => {
  test("openAccount takes an entry of accounts.json, and a folder", () => {
    type Entry = Parameters<typeof openAccount>[0];
    type Options = NonNullable<Parameters<typeof openAccount>[1]>;
    expectTypeOf<{ ACCOUNT_ID: string; EXCHANGE: string }>().toExtend<Entry>();
    expectTypeOf<{
      ACCOUNT_ID: string;
      EXCHANGE: "okx";
      API_KEY: string;
      SECRET_KEY: string;
      PASSWORD: string;
    }>().toExtend<Entry>();
    expectTypeOf<{
      ACCOUNT_ID: string;
      EXCHANGE: string;
      MAX_LEVERAGE: string;
      API_KEY?: string | undefined;
    }>().toExtend<Entry>();
    expectTypeOf<{ EXCHANGE: string }>().not.toExtend<Entry>();
    expectTypeOf<{ ACCOUNT_ID: string; EXCHANGE: string; MAX_LEVERAGE: boolean }>().not.toExtend<Entry>();
    expectTypeOf<Options>().toEqualTypeOf<{ readonly dataDir?: string; readonly notifications?: string }>();
    expectTypeOf(openAccount).returns.resolves.toEqualTypeOf<AccountEngine>();
  });

  test("an account answers with the types of the package", () => {
    type Methods = Pick<AccountEngine, "execute" | "positions" | "balance" | "close" | "buy">;
    type Answer<K extends keyof Methods> = Awaited<ReturnType<Methods[K]>>;
    expectTypeOf<Answer<"buy">>().toEqualTypeOf<Trade>();
    expectTypeOf<Parameters<AccountEngine["execute"]>[0]>().toEqualTypeOf<string>();
    expectTypeOf<Answer<"execute">["trades"]>().toEqualTypeOf<readonly Trade[]>();
    expectTypeOf<Answer<"execute">["rejected"][number]["code"]>().toEqualTypeOf<string>();
    expectTypeOf<Answer<"positions">>().toEqualTypeOf<readonly VenuePosition[]>();
    expectTypeOf<Answer<"balance">>().toEqualTypeOf<VenueBalance>();
    expectTypeOf<Answer<"close">>().toBeVoid();
    expectTypeOf<Trade["averagePrice"]>().toEqualTypeOf<DecimalString | undefined>();
  });

  test("whatever waits for orders takes a signal", () => {
    type Waiting = Pick<AccountEngine, "pause" | "resume" | "closeOnly" | "closeAll">;
    expectTypeOf<Parameters<Waiting[keyof Waiting]>[0]>().toEqualTypeOf<WaitOptions | undefined>();
    expectTypeOf<Parameters<AccountEngine["execute"]>[1]>().toEqualTypeOf<WaitOptions | undefined>();
    expectTypeOf<OrderOptions>().toExtend<WaitOptions>();
  });

  test("the pure functions take and give plain values", () => {
    expectTypeOf(parseAlert).returns.toEqualTypeOf<ParsedAlert>();
    expectTypeOf<ParsedAlert["errors"]>().toEqualTypeOf<readonly AlertIssue[]>();
    expectTypeOf(formatAlert).parameter(0).toEqualTypeOf<AlertOrder>();
    expectTypeOf(planOrder).toEqualTypeOf<(input: PlanInput) => Plan>();
    expectTypeOf<string>().toExtend<PlanInput["position"]>();
    expectTypeOf<Plan["outcome"]>().toEqualTypeOf<"steps" | "done" | "denied">();
  });

  test("nothing of ccxt or AWS is in a signature", () => {
    const files = [...readFileSync("lib/index.ts", "utf8").matchAll(/from "\.\/([^"]+)"/g)].map(
      ([, file]) => `lib/${file}`,
    );
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap((file) => foreignTypes(file))).toEqual([]);
  });
});

/** Types in exported declarations of `file` that come from elsewhere than core and ports, which import no SDK (checked as imports). */
function foreignTypes(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const origins = new Map(source.statements.filter(ts.isImportDeclaration).flatMap(namesOf));
  const used = source.statements.filter(isExported).flatMap((statement) => typeNames(statement));
  return used.filter((name) => isForeign(file, origins.get(name))).map((name) => `${file}: ${name}`);
}

function namesOf({ importClause, moduleSpecifier }: ts.ImportDeclaration): readonly [string, string][] {
  const from = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
  const bindings = importClause?.namedBindings;
  if (bindings === undefined) return [];
  const names = ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [bindings.name.text];
  return names.map((name) => [name, from]);
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

/** The names that a declaration's types are written with; what is in a function's body is nobody's business. */
function typeNames(node: ts.Node): readonly string[] {
  if (ts.isBlock(node)) return [];
  const own = ts.isTypeReferenceNode(node) ? [node.typeName.getText().split(".")[0] ?? ""] : [];
  const inner: string[] = [];
  ts.forEachChild(node, (child) => {
    inner.push(...typeNames(child));
  });
  return [...own, ...inner];
}

function isForeign(file: string, origin: string | undefined): boolean {
  if (origin === undefined || file.startsWith("lib/core/") || file.startsWith("lib/ports/")) return false;
  // Node's own, this package's own, and nobody else's.
  return !/^(?:node:|\.\/|(?:\.\.\/)+(?:core|ports|app|config)\/)/.test(origin);
}
