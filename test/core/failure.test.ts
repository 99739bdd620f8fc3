import { expect, test } from "vitest";
import { denial, FAILURES, failureOf } from "../../lib/core/failure.ts";

test("a failure is what its code's row says", () => {
  const message = "margin is insufficient";
  expect(failureOf("FUNDS_INSUFFICIENT", message)).toEqual({
    code: "FUNDS_INSUFFICIENT",
    outcome: "rejected",
    remedy: "shrink",
    message,
  });
});

test("a denial has its code's remedy, and nothing was sent", () => {
  expect(denial("RATE_LIMITED", "asked too often")).toEqual({
    code: "RATE_LIMITED",
    outcome: "denied",
    remedy: "retry",
    message: "asked too often",
  });
});

test("nothing that may have landed is tried again without looking", () => {
  const unsure = Object.entries(FAILURES).filter(([, { outcome }]) => outcome === "unknown");
  expect(unsure.map(([code, { remedy }]) => [code, remedy])).toEqual([
    ["DUPLICATE_ORDER", "adopt"],
    ["OUTCOME_UNKNOWN", "look-up"],
    ["VENUE_UNREACHABLE", "look-up"],
  ]);
});
