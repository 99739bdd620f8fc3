import { describe, expect, test } from "vitest";
import { MAX_ALERT_BYTES } from "../../../lib/config/limits.ts";
import { parseAlert } from "../../../lib/core/alert/parse-alert.ts";
import { growsEvenly } from "../../support/grows-evenly.ts";
import { processorMs } from "../../support/processor-ms.ts";
import { WORST_TEXTS } from "../../support/worst-texts.ts";

const ACCOUNTS = [{ id: "myA", exchange: "paper", settle: "USDT" }] as const;

describe("the grammar's time", () => {
  test.each(Object.entries(WORST_TEXTS))("S5: 64 KiB of %s take at most 2.5 times as long as 32", async (_, make) => {
    const isEven = await growsEvenly(MAX_ALERT_BYTES, (bytes) => {
      const text = make(bytes);
      return processorMs(() => parseAlert(text, ACCOUNTS));
    });
    expect(isEven).toBe(true);
  });

  test.each<[string, (length: number) => string]>([
    ["one long word", (length) => `myA ${"x".repeat(length)} buy 1`],
    ["one long number", (length) => `myA ETHUSDT buy ${"9".repeat(length)}`],
    ["one long number that is none", (length) => `myA ETHUSDT buy ${"9".repeat(length)}!`],
    ["one long price that is none", (length) => `myA ETHUSDT buy 1 price:${"9".repeat(length)}!`],
    ["one long prev that is none", (length) => `myA ETHUSDT pos 1 prev:${"9".repeat(length)}!`],
    ["one long amount of no coin", (length) => `myA ETHUSDT buy ${"9,".repeat(length / 2)}usdt!`],
    ["a key of characters that nobody sees", (length) => `myA ETHUSDT buy 1 id:a${"\u200b".repeat(length)}b`],
    ["one long exponent", (length) => `myA ETHUSDT buy 1e${"9".repeat(length)}`],
    ["one long leverage", (length) => `myA ETHUSDT buy 1 x${"0".repeat(length)}`],
    ["one long limit", (length) => `myA ETHUSDT buy 1 limit:${":".repeat(length)}`],
    ["one long symbol", (length) => `myA ${"A-".repeat(length / 2)} buy 1`],
    ["many words", (length) => `myA ${"ab ".repeat(length / 3)}`],
    ["white space", (length) => `myA${" ".repeat(length)}ETHUSDT buy 1 foo bar`],
    ["many quotes that are never closed", (length) => `myA ETHUSDT buy 1 ${'tag:"a '.repeat(length / 7)}`],
    ["quotes alone", (length) => `myA ETHUSDT buy 1 id:${'"'.repeat(length)}x`],
    ["many words behind a key", (length) => `myA ETHUSDT id:a ${"buy ".repeat(length / 4)}`],
    ["many directions", (length) => `myA ETHUSDT pos ${"long ".repeat(length / 5)}`],
    ["amounts with coins", (length) => `myA ETHUSDT buy ${"3usdt ".repeat(length / 6)}`],
    ["one long amount with commas", (length) => `myA ETHUSDT buy ${"1,".repeat(length / 2)}`],
    ["characters that nobody sees", (length) => `myA ETHUSDT buy 1 id:"${"\u200b".repeat(length)}`],
    ["quotes before characters that nobody sees", (length) => `myA ETHUSDT buy 1 ${'"\u200b'.repeat(length / 2)}`],
    ["full-width letters", (length) => `myA ETHUSDT buy 1 ${"\uff41".repeat(length)}`],
    ["one long annotation", (length) => `myA ETHUSDT buy 1 tag:${"x".repeat(length)}`],
    ["one long price", (length) => `myA ETHUSDT buy 1 price:${"9".repeat(length)}`],
    ["one long ending", (length) => `myA BTCUSDT${".PS".repeat(length / 3)} buy 1`],
    ["one long prev", (length) => `myA ETHUSDT pos 1 prev:${"9".repeat(length)}`],
    ["one long pricelock", (length) => `myA ETHUSDT buy 1 pricelock:${"0".repeat(length)}`],
    ["many placeholders", (length) => `myA ${"{{a}} ".repeat(length / 6)}`],
  ])("takes time linear in a line of %s", (_, make) => {
    const time = (length: number) => {
      const text = make(length);
      return processorMs(() => parseAlert(text, ACCOUNTS));
    };
    time(20_000);
    const grows = () => {
      const short = Math.min(...[1, 2, 3].map(() => time(20_000)));
      const long = Math.min(...[1, 2, 3, 4, 5].map(() => time(200_000)));
      return long / Math.max(short, 5);
    };
    // Ten times the text: ten times the time, with room for collected garbage. Quadratic would be a hundred times, of seconds,
    // each time it is measured; a busy machine is not busy each time.
    const isLinear = [1, 2, 3].some(() => grows() < 40);
    expect(isLinear).toBe(true);
  });
});
