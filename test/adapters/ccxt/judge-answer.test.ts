// What an answer means by its status, its code and its words, before it is known what was asked.

import { describe, expect, test } from "vitest";
import { ExchangeError, OrderNotFound } from "../../../lib/adapters/ccxt/ccxt.ts";
import { judgeAnswer } from "../../../lib/adapters/ccxt/judge-answer.ts";
import { VerdictError } from "../../../lib/adapters/ccxt/venue-errors.ts";
import type { Refusal, VenueReply } from "../../../lib/adapters/ccxt/venue-module.ts";
import type { Verdict } from "../../../lib/adapters/ccxt/verdict.ts";

const BUSY: Verdict = { outcome: "rejected", code: "VENUE_BUSY", remedy: "retry" };
const TOO_BIG: Verdict = { outcome: "rejected", code: "FUNDS_INSUFFICIENT", remedy: "shrink" };
const LOST: Verdict = { outcome: "unknown", code: "OUTCOME_UNKNOWN", remedy: "look-up" };

function judged(
  status: number,
  {
    code,
    words = "",
    told,
    body = "",
    error = new ExchangeError("refused"),
  }: {
    readonly code?: string;
    readonly words?: string;
    readonly told?: Verdict;
    readonly body?: string;
    readonly error?: Error;
  } = {},
): string {
  const reply: VenueReply = { status, headers: {}, body };
  const refusal: Refusal | undefined = code === undefined ? undefined : { code, message: words };
  const { verdict, isSaid } = judgeAnswer(error, { reply, refusal, told });
  return `${verdict.code} ${verdict.outcome} ${isSaid ? "said" : "unsaid"}`;
}

describe("M1: what a status makes of a code", () => {
  test.each([500, 502, 503, 504, 520, 599, 408, 409, 425, 302])(
    "HTTP %i with a code of no table: nobody knows",
    (status) => {
      expect(judged(status, { code: String(status) })).toBe("VENUE_UNREACHABLE unknown unsaid");
      expect(judged(status, { code: "110001" })).toBe("VENUE_UNREACHABLE unknown unsaid");
      expect(judged(status)).toBe("VENUE_UNREACHABLE unknown unsaid");
    },
  );

  test("a 5xx whose code is in the table is what the table says", () => {
    expect(judged(503, { code: "1", told: BUSY })).toBe("VENUE_BUSY rejected said");
    expect(judged(500, { code: "2", told: TOO_BIG })).toBe("FUNDS_INSUFFICIENT rejected said");
    expect(judged(500, { code: "3", told: LOST })).toBe("OUTCOME_UNKNOWN unknown unsaid");
  });

  test.each([429, 418])("HTTP %i is a rate limit whatever the body, unless the table says it passes", (status) => {
    expect(judged(status)).toBe("RATE_LIMITED rejected said");
    expect(judged(status, { code: "99" })).toBe("RATE_LIMITED rejected said");
    expect(judged(status, { code: "2", told: TOO_BIG })).toBe("RATE_LIMITED rejected said");
    expect(judged(status, { code: "3", told: LOST })).toBe("RATE_LIMITED rejected said");
    expect(judged(status, { code: String(status), told: BUSY })).toBe("RATE_LIMITED rejected said");
    expect(judged(status, { code: "1", told: BUSY })).toBe("VENUE_BUSY rejected said");
  });

  test("a code that is a gateway's status stands for that status in any answer", () => {
    expect(judged(200, { code: "504" })).toBe("VENUE_UNREACHABLE unknown unsaid");
    expect(judged(400, { code: "502" })).toBe("VENUE_UNREACHABLE unknown unsaid");
    expect(judged(200, { code: "429" })).toBe("RATE_LIMITED rejected said");
    expect(judged(200, { code: "429", told: BUSY })).toBe("VENUE_BUSY rejected said");
    expect(judged(503, { code: "429" })).toBe("VENUE_UNREACHABLE unknown unsaid");
  });

  test.each([200, 400, 404, 422])("HTTP %i with a code of the venue's own is its no", (status) => {
    expect(judged(status, { code: "110999" })).toBe("VENUE_REJECTED rejected said");
  });

  test("what a module found out does not outrank a gateway", () => {
    const error = new VerdictError({ outcome: "rejected", code: "HEDGE_MODE", remedy: "abort" }, "no");
    expect(judged(200, { code: "1", told: LOST, error })).toBe("HEDGE_MODE rejected said");
    expect(judged(504, { code: "504", told: LOST, error })).toBe("OUTCOME_UNKNOWN unknown unsaid");
    expect(judged(503, { code: "9", error })).toBe("VENUE_UNREACHABLE unknown unsaid");
  });

  test("ccxt's plain error over a success that refuses nothing is about its shape", () => {
    expect(judged(200, { body: "{}" })).toBe("VENUE_UNREACHABLE unknown unsaid");
    expect(judged(200, { body: "{}", error: new OrderNotFound("none") })).toBe("ORDER_NOT_FOUND rejected unsaid");
  });
});

describe("W8: an address that is refused", () => {
  test.each([403, 451])("HTTP %i without a code, or with itself for one", (status) => {
    expect(judged(status, { body: "<html>no</html>" })).toBe("ADDRESS_REFUSED rejected said");
    expect(judged(status, { code: String(status) })).toBe("ADDRESS_REFUSED rejected said");
  });

  test("a code of the venue's own is about the key, but for 451, which is about the place", () => {
    expect(judged(403, { code: "110999" })).toBe("VENUE_REJECTED rejected said");
    expect(judged(403, { code: "1", told: BUSY })).toBe("VENUE_BUSY rejected said");
    expect(judged(451, { code: "110999" })).toBe("ADDRESS_REFUSED rejected said");
  });

  test.each([
    "Service unavailable from a restricted location according to 'b. Eligibility'",
    "Your located country/region is currently not supported",
    "The region you are in is restricted",
  ])("by its words, under a code of no table: %s", (words) => {
    expect(judged(200, { code: "110999", words })).toBe("ADDRESS_REFUSED rejected said");
    expect(judged(400, { body: words })).toBe("ADDRESS_REFUSED rejected said");
    expect(judged(200, { code: "1", words, told: BUSY })).toBe("VENUE_BUSY rejected said");
    expect(judged(503, { body: words })).toBe("VENUE_UNREACHABLE unknown unsaid");
  });
});
