// The funnel where no code of the venue decides, and what is no order. Codes are in error-map.test.ts.
import { describe, expect, test } from "vitest";
import type { OrderFailure } from "../../../lib/core/failure.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { SIMULATED_KEYS } from "../../venues/binance/start-binance-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import { type CannedAnswer, cannedFetch } from "./canned-venue.ts";

const SYMBOL = "BTC/USDT:USDT";

function placeWith(answer: CannedAnswer | (() => CannedAnswer)): Promise<Exchange> {
  return openSimulated("https://example.invalid", { keys: SIMULATED_KEYS, fetch: cannedFetch(answer) });
}

async function failureOfPlacing(answer: CannedAnswer | (() => CannedAnswer)): Promise<OrderFailure> {
  const exchange = await placeWith(answer);
  const step = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "0.01",
    reduceOnly: false,
  } as const;
  const placed = await exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId: "one" });
  if (placed.ok) throw new Error("the order was taken");
  return placed.error;
}

describe("an order that Binance answers", () => {
  test.each([
    ["a page with status 200", { status: 200, body: "<html>hello</html>" }],
    ["an empty success", { status: 200, body: "" }],
    ["half a success", { status: 200, body: '{"orderId":1,"sym' }],
    ["an object that is not an order", { status: 200, body: {} }],
    ["a redirect", { status: 302, body: "", headers: { location: "https://example.invalid/" } }],
    ["an unauthorised page", { status: 401, body: "<html>no</html>" }],
    [
      "a status it does not know",
      { status: 200, body: { orderId: 1, status: "ODD", origQty: "0.01", executedQty: "0" } },
    ],
  ])("with %s: unknown", async (_name, answer) => {
    expect(await failureOfPlacing(answer)).toMatchObject({ outcome: "unknown", remedy: "look-up" });
  });

  test("with a code nobody has seen: refused", async () => {
    const failure = await failureOfPlacing({ status: 400, body: { code: -9999, msg: "New rule." } });
    expect(failure).toMatchObject({ code: "VENUE_REJECTED", outcome: "rejected", remedy: "abort", venueCode: "-9999" });
    expect(failure.message).toBe('binance says "New rule" (-9999)');
  });

  test.each([429, 418])("with HTTP %i without a body: not placed, and when to come back", async (status) => {
    const failure = await failureOfPlacing({ status, body: "", headers: { "retry-after": "7" } });
    expect(failure).toMatchObject({ code: "RATE_LIMITED", outcome: "rejected", remedy: "retry", retryAfterMs: 7_000 });
  });

  test.each([
    ["seconds with a fraction", { "retry-after": "1.5" }],
    [
      "a date, by the clock of whoever refuses",
      { "retry-after": "Mon, 30 Nov 2026 10:00:07 GMT", date: "Mon, 30 Nov 2026 10:00:05 GMT" },
    ],
  ])("M1: with HTTP 429 and Retry-After as %s: when to come back", async (_what, headers) => {
    const failure = await failureOfPlacing({ status: 429, body: "<html>slow down</html>", headers });
    expect(failure).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: "date" in headers ? 2_000 : 1_500 });
  });

  test("M1: with HTTP 429 and a Retry-After of words: not placed, the wait is ours", async () => {
    const failure = await failureOfPlacing({ status: 429, body: "", headers: { "retry-after": "soon" } });
    expect(failure).toMatchObject({ code: "RATE_LIMITED", outcome: "rejected", remedy: "retry" });
    expect(failure).not.toHaveProperty("retryAfterMs");
  });

  test("M1: with HTTP 429 and a date alone: by our own clock", async () => {
    const headers = { "retry-after": new Date(Date.now() + 60_000).toUTCString() };
    const { retryAfterMs = 0 } = await failureOfPlacing({ status: 429, body: "", headers });
    expect(retryAfterMs).toBeGreaterThan(30_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  test("M1: with a ban that names its end in its words only: when to come back", async () => {
    const msg = `Way too many requests; IP banned until ${Date.now() + 60_000}.`;
    const failure = await failureOfPlacing({ status: 418, body: { code: -1003, msg } });
    expect(failure).toMatchObject({ code: "RATE_LIMITED", outcome: "rejected", remedy: "retry" });
    expect(failure.retryAfterMs).toBeGreaterThan(50_000);
    expect(failure.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  test("W8: with a page from the door: its text, cut to a line, and what to do", async () => {
    const body = `<html><head><style>b{}</style></head><body><b>Not &amp; from here</b>${" far".repeat(500)}</body></html>`;
    const { message } = await failureOfPlacing({ status: 403, body });
    expect(message).toMatch(/^binance refuses requests from this address \(HTTP 403\): "Not & from here far/);
    expect(message).toContain("send from another region");
    expect(message.length).toBeLessThan(600);
  });

  test.each(["ECONNRESET", "ECONNREFUSED", "EPIPE", "EPROTO"])("not at all, with %s: unknown", async (code) => {
    const failure = await failureOfPlacing(() => {
      throw Object.assign(new Error(`read ${code}`), { code });
    });
    expect(failure).toMatchObject({
      outcome: "unknown",
      remedy: "look-up",
      message: `no usable answer from binance: ${code}`,
    });
  });
});

describe("anything but an order", () => {
  test.each([
    ["a timeout", 408, { code: -1007, msg: "Timeout." }, "VENUE_UNREACHABLE unknown retry"],
    ["a gateway's page", 502, "<html></html>", "VENUE_UNREACHABLE unknown retry"],
    ["a page with status 200", 200, "<html></html>", "VENUE_UNREACHABLE unknown retry"],
    ["too many requests", 429, { code: -1003, msg: "Too many." }, "RATE_LIMITED rejected retry"],
    ["wrong keys", 401, { code: -2015, msg: "Invalid API-key." }, "AUTHENTICATION_FAILED rejected abort"],
  ])("reads after %s", async (_name, status, body, expected) => {
    const read = await (await placeWith({ status, body })).readSnapshot(SYMBOL);
    expect(read.ok ? "" : `${read.error.code} ${read.error.outcome} ${read.error.remedy}`).toBe(expected);
  });

  test("keeps calling wrong keys wrong: ccxt takes the second -2015 for a rate limit", async () => {
    const exchange = await placeWith({ status: 401, body: { code: -2015, msg: "Invalid API-key." } });
    for (const _again of [1, 2]) {
      expect(await exchange.readBalance()).toMatchObject({ ok: false, error: { code: "AUTHENTICATION_FAILED" } });
    }
  });

  test.each([-4046, -4059])("a setting that is so already (%i) is a success", async (code) => {
    const exchange = await placeWith({ status: 400, body: { code, msg: "No need to change." } });
    expect(await exchange.setMarginMode(SYMBOL, "cross")).toEqual({ ok: true, value: undefined });
    expect(await exchange.setPositionMode(SYMBOL, "one-way")).toEqual({ ok: true, value: undefined });
  });

  test("a setting cannot be shrunk: refused for good", async () => {
    const exchange = await placeWith({
      status: 400,
      body: { code: -2028, msg: "Leverage is smaller than permitted." },
    });
    const set = await exchange.setLeverage(SYMBOL, 3, "cross");
    expect(set).toMatchObject({ ok: false, error: { outcome: "rejected", remedy: "abort" } });
  });

  test("a balance without the list of coins is no balance of zero", async () => {
    const exchange = await placeWith({ status: 200, body: {} });
    expect(await exchange.readBalance()).toMatchObject({ ok: false, error: { remedy: "retry" } });
  });
});

describe("S6: a venue that quotes the keys", () => {
  const keys = { apiKey: "AbCdEfGhIjKlMnOp0123456789", secret: "q+W/eRtYuIoPaSdF==" };
  const quoted: readonly (readonly [string, string])[] = [
    ["the key in the code", `${keys.apiKey}: not known`],
    ["the key in the message", `authenticationError: key ${keys.apiKey}`],
    ["the secret with its slash escaped", `authenticationError: ${keys.secret}`],
    ["a part of the key", `authenticationError: ${keys.apiKey.slice(0, 12)}***`],
    ["the secret in a URL", `authenticationError: ?s=${encodeURIComponent(keys.secret)}`],
    ["the key behind a long text", `authenticationError: ${"x".repeat(290)}${keys.apiKey}`],
  ];

  test.each(quoted)("%s: no word of it is left, however Kraken's codes are read", async (_what, error) => {
    const body = JSON.stringify({ result: "error", error }).replaceAll("/", "\\/");
    const exchange = await openSimulated("https://example.invalid", {
      account: { exchange: "krakenfutures", settle: "USD" },
      keys,
      fetch: cannedFetch({ status: 200, body }),
    });
    const read = await exchange.readBalance();
    const shown = JSON.stringify(read).toLowerCase().replaceAll(" ", "");
    expect(read.ok).toBe(false);
    for (const secret of [keys.apiKey, keys.secret, encodeURIComponent(keys.secret)]) {
      for (let at = 0; at + 8 <= secret.length; at++)
        expect(shown).not.toContain(secret.slice(at, at + 8).toLowerCase());
    }
  });
});
