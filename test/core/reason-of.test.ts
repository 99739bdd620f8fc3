import { expect, test } from "vitest";
import { faultOf, nameOf, reasonOf } from "../../lib/core/reason-of.ts";

test("an error says its message, its name, or both", () => {
  const error = new TypeError("no route");
  expect([reasonOf(error), nameOf(error), faultOf(error)]).toEqual(["no route", "TypeError", "TypeError: no route"]);
});

test("whatever else was thrown is told to people, and not to logs", () => {
  expect([reasonOf("no"), nameOf("no"), faultOf("no")]).toEqual(["no", "unknown", "unknown"]);
});
