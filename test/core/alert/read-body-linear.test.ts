import { describe, expect, test } from "vitest";
import { readBody } from "../../../lib/core/alert/read-body.ts";
import { growsEvenly } from "../../support/grows-evenly.ts";
import { processorMs } from "../../support/processor-ms.ts";

describe("the time of a body", () => {
  test.each<[string, (length: number) => string]>([
    ["opening brackets", (length) => "[".repeat(length)],
    ["objects in objects", (length) => '{"a":'.repeat(length / 5)],
    ["quotes", (length) => `{${'"'.repeat(length)}`],
    ["a string that is never closed", (length) => `{"message":"${"x".repeat(length)}`],
    ["escapes", (length) => `{"message":"${"\\n".repeat(length / 2)}`],
    ["backslashes", (length) => `{"message":"${"\\".repeat(length)}`],
    ["line feeds in a string", (length) => `{"message":"${"\n".repeat(length)}"}`],
    ["commas", (length) => `[${",".repeat(length)}`],
    ["commas and white space", (length) => `[1${", ".repeat(length / 2)}`],
    ["white space behind a comma", (length) => `[1,${" ".repeat(length)}x`],
    ["white space before an end", (length) => `{${" ".repeat(length)}x`],
    ["white space before JSON", (length) => `${"\u00a0".repeat(length / 2)}{`],
    ["fields", (length) => `{${'"a":1,'.repeat(length / 6)}`],
    ["digits", (length) => `[${"1".repeat(length)}x`],
    ["JSON in JSON", (length) => JSON.stringify(JSON.stringify("\\".repeat(length / 4)))],
    ["one string", (length) => `"${"\n".repeat(length)}`],
  ])("M17: 64 KiB of %s take at most 2.5 times as long as 32", async (_, make) => {
    const isEven = await growsEvenly(64 * 1024, (bytes) => {
      const body = make(bytes);
      return processorMs(() => readBody(body));
    });
    expect(isEven).toBe(true);
  });
});
