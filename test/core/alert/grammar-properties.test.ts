import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AlertAccount, AlertOrder, Quantity } from "../../../lib/core/alert/alert-order.ts";
import { formatAlert } from "../../../lib/core/alert/format-alert.ts";
import { parseAlert } from "../../../lib/core/alert/parse-alert.ts";
import { formatDecimal } from "../../../lib/core/decimal.ts";

const ACCOUNTS: readonly AlertAccount[] = [
  { id: "myA", exchange: "paper", settle: "USDT" },
  { id: "inverse", exchange: "bybit", settle: "BTC" },
];

const place = fc.constantFrom(
  { account: "myA", symbol: "ETH/USDT:USDT" },
  { account: "myA", symbol: "1000PEPE/USDT:USDT" },
  { account: "inverse", symbol: "BTC/USD:BTC" },
);
const size = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.nat(12))
  .map(([digits, places]) => formatDecimal(`${digits}e-${places}`));
const percent = fc.integer({ min: 1, max: 10_000 }).map((hundredths) => formatDecimal(`${hundredths}e-2`));
const quantity: fc.Arbitrary<Quantity> = fc.oneof(
  fc.record({ value: size, unit: fc.constantFrom("base", "quote"), basis: fc.constantFrom("nominal", "collateral") }),
  fc.record({ value: size, unit: fc.constant("contracts") }),
  fc.record({ value: percent, unit: fc.constant("percent"), basis: fc.constant("collateral") }),
);
const signed = fc
  .tuple(quantity, fc.boolean())
  .map(([made, isShort]) => (isShort ? { ...made, value: `-${made.value}` } : made));
const id = fc.stringMatching(/^[a-zA-Z0-9_-]{2,30}$/).filter((text) => text.toLowerCase() !== "all");
const leverage = fc.integer({ min: 1, max: 125 });
const instant = fc
  .integer({ min: 0, max: 4_102_444_800_000 })
  .map((milliseconds) => new Date(milliseconds).toISOString());
const word = fc.stringMatching(/^[!-~]{1,64}$/).filter((text) => !text.includes("{{"));
/** As only quotes can hold it: white space, quotes, words of the grammar. A quote before white space would end it. */
const quoted = (max: number) =>
  fc
    .array(fc.constantFrom(...'aZ0"{:/$%x \u00a0\t\u3000\u200d😀', "buy", "50%", 'id:"', "//"), {
      minLength: 1,
      maxLength: max,
    })
    .map((pieces) => [...pieces.join("")].slice(0, max).join(""))
    .filter((text) => /[^\p{C}\p{Z}]/u.test(text) && !/"\p{White_Space}|\{\{/u.test(text));
const key = fc.oneof(
  fc.stringMatching(/^[!-~]{1,256}$/).filter((text) => !text.includes("{{")),
  quoted(256),
);
const tag = fc.oneof(word, quoted(64));
const optional = fc.record({ key, at: instant, tag, price: size }, { requiredKeys: [] });
const lever = fc.record({ leverage }, { requiredKeys: [] });

const previous = fc.oneof(
  fc.constant({}),
  size.map((prev) => ({ prev, prevIsSize: true as const })),
  fc
    .oneof(
      size,
      size.map((prev) => `-${prev}`),
      fc.constant("0"),
    )
    .map((prev) => ({ prev })),
);
const lock = fc.record({ pricelock: fc.integer({ min: 1, max: 1_000_000 }) }, { requiredKeys: [] });
const accountOrder: fc.Arbitrary<AlertOrder> = fc
  .tuple(fc.constantFrom("closeall" as const, "pause" as const, "resume" as const, "closeonly" as const), optional)
  .map(([command, more]) => ({ line: 1, account: "myA", command, reduceOnly: false, ...more }));

const order: fc.Arbitrary<AlertOrder> = fc
  .tuple(
    place,
    fc.oneof(
      fc
        .tuple(
          fc.constantFrom("buy" as const, "sell" as const),
          quantity,
          lever,
          fc.oneof(fc.record({ limit: fc.record({ id, price: size }) }, { requiredKeys: [] }), lock),
          fc.boolean(),
        )
        .map(([side, made, levered, limit, reduceOnly]) => ({
          command: side,
          side,
          quantity: made,
          ...levered,
          ...limit,
          reduceOnly,
        })),
      fc
        .tuple(fc.oneof(quantity, signed), lever, previous, lock, fc.boolean())
        .map(([made, levered, before, locked, reduceOnly]) => ({
          command: "position" as const,
          quantity: made,
          ...levered,
          ...before,
          ...locked,
          reduceOnly,
        })),
      fc
        .record(
          {
            quantity: fc.oneof(
              fc.record({ value: percent, unit: fc.constant("percent" as const) }),
              fc.record({ value: size, unit: fc.constantFrom("base", "quote", "contracts") }),
            ),
          },
          { requiredKeys: [] },
        )
        .chain((part) => lock.map((locked) => ({ ...part, ...locked })))
        .map((part) => ({ command: "close" as const, ...part, reduceOnly: true })),
      fc.oneof(id, fc.constant("all")).map((cancel) => ({ command: "cancel" as const, cancel, reduceOnly: false })),
      leverage.map((value) => ({ command: "changeleverage" as const, leverage: value, reduceOnly: false })),
    ),
    optional,
  )
  .map(([where, what, more]) => ({ line: 1, ...where, ...what, ...more }) as AlertOrder);

describe("the grammar", () => {
  test("parses what it formats: parse(format(x)) = x", () => {
    fc.assert(
      fc.property(fc.oneof(order, accountOrder), (made) => {
        expect(parseAlert(formatAlert(made), ACCOUNTS)).toEqual({ orders: [made], errors: [], warnings: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  test("never throws on any text, and says what is wrong with each line that gives no order", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const { orders, errors } = parseAlert(text, ACCOUNTS);
        return orders.every((made) => errors.every((error) => error.line !== made.line));
      }),
      { numRuns: 2_000 },
    );
  });

  test("never throws on any soup of its own words", () => {
    const words = fc.constantFrom(
      ...'myA inverse ETH/USDT BTCUSD buy sell long short flat pos close 300usdt usdt ETH 0,5 1,234.5 lev:3 x exit tp:5 {"symbol": BTCUSDT.PS ETHUSD.PM ３００＄ \u200b \u200bbuy\u2060 tag:{{x}} cancel:all cancel:x1 changeleverage 5 -5$ @3 120% x3 0x limit:ab:5 limit:: nominal reduce force_usdt force_percent id:k id:" tag:" " k" at:1 tag:t price:2 price: {{x}} // : - / $ 1e9 byu closeall pause prev:1 prev:long:-1 prev:x pricelock pricelock:0'.split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 9 }), (soup) => {
        const { orders, errors } = parseAlert(soup.join(" "), ACCOUNTS);
        const isSkipped = soup.every((word) => word === "\u200b") || soup.find((word) => word !== "\u200b") === "//";
        return orders.length + (errors.length > 0 ? 1 : 0) === (isSkipped ? 0 : 1);
      }),
      { numRuns: 3_000 },
    );
  });

  test("a word that a hint proposes is read in its turn", () => {
    const pieces = fc.constantFrom(..."019.,+-$@%xe".split(""), "lev:", "usdt", "ETH", " ", "1,000", "x ");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (made) => {
        const { errors } = parseAlert(`myA BTCUSDT pos ${made.join("")}`, ACCOUNTS);
        const proposed = errors.flatMap(({ message }) => / write ([^ ]*\d[^ ]*)$/.exec(message)?.[1] ?? []);
        for (const word of proposed)
          expect(
            parseAlert(`myA BTCUSDT pos ${word} ${word.startsWith("x") ? 1 : "x1"}`, ACCOUNTS).orders,
          ).toHaveLength(1);
      }),
      { numRuns: 3_000 },
    );
  });
});
