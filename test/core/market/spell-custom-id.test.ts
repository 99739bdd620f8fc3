import { expect, test } from "vitest";
import { spellCustomId } from "../../../lib/core/market/spell-custom-id.ts";

test.each([
  ["bingx", "MyTp5", "mytp5"],
  ["binance", "MyTp5", "MyTp5"],
  ["a venue without a row", "MyTp5", "MyTp5"],
])("M24: on %s the name %s is written %s", (exchange, name, spelled) => {
  expect(spellCustomId(exchange, name)).toBe(spelled);
});
