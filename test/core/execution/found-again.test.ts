import { expect, test } from "vitest";
import { isFoundAgain } from "../../../lib/core/execution/found-again.ts";
import type { OrderEvent } from "../../../lib/core/execution/order-record.ts";
import { failure, T0 } from "./order-fixture.ts";

const CLIENT = { clientOrderId: "c1" };
const accepted: OrderEvent = { at: T0, kind: "accepted", ...CLIENT, venueOrderId: "9" };
const filled: OrderEvent = { at: T0, kind: "filled", ...CLIENT, contracts: "1" };
const refused: OrderEvent = { at: T0, kind: "refused", ...CLIENT, failure: failure({ remedy: "abort" }) };
const ended = (code: "FILLED" | "PLACED" | "PARTLY_FILLED" | "VENUE_REJECTED"): OrderEvent => ({
  at: T0,
  kind: "ended",
  status: "filled",
  code,
  reason: "",
});

test.each<[string, readonly OrderEvent[], boolean]>([
  ["what the venue took", [accepted], true],
  ["what it filled, to the end", [accepted, filled, ended("FILLED")], true],
  ["an order that rests", [accepted, ended("PLACED")], true],
  ["an end whose rest was refused", [filled, ended("PARTLY_FILLED")], false],
  ["a refusal", [refused], false],
  ["a refusal that ends it", [refused, ended("VENUE_REJECTED")], false],
  ["a fill and the decision after it", [filled, { at: T0, kind: "attempt", attempt: 2 }], false],
  ["a change nobody tells", [], false],
])("whether the exchange, asked again, tells %s", (_, events, expected) => {
  expect(isFoundAgain(events)).toBe(expected);
});
