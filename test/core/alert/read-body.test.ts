import { expect, test } from "vitest";
import { alertTextOf } from "../../../lib/core/alert/alert-text.ts";

test.each([
  ["plain text as it is", "demo ETH/USDT buy 1\n", "demo ETH/USDT buy 1\n"],
  ["the message of JSON", '{"message":"demo ETH/USDT buy 1","id":7}', "demo ETH/USDT buy 1"],
  ["JSON behind white space and a byte order mark", '\uFEFF \u00a0\n{"message":"a b"}', "a b"],
  ["a JSON string", '"demo ETH/USDT buy 1"', "demo ETH/USDT buy 1"],
  ["a word in quotes that is no JSON", '"demo" ETH/USDT', '"demo" ETH/USDT'],
  ["text that ends like JSON", 'a "b" {', 'a "b" {'],
  ["broken JSON", '{"message":', '{"message":'],
  ["JSON without a message", '{"text":"demo"}', '{"text":"demo"}'],
  ["a message that is no text", '{"message":5}', '{"message":5}'],
  ["a mark inside the text", "a\uFEFFb", "a\uFEFFb"],
  ["a mark inside the message", '{"message":"a\uFEFFb"}', "a\uFEFFb"],
  ["a number", "5", "5"],
  ["a list", '["message"]', '["message"]'],
  ["null", "null", "null"],
])("%s", (_, body, text) => {
  expect(alertTextOf(body)).toBe(text);
});
