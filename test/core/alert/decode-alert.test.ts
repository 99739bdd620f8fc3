import { expect, test } from "vitest";
import { decodeAlert } from "../../../lib/core/alert/decode-alert.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("gives the text, its byte order mark kept for the grammar", () => {
  expect(decodeAlert(bytes("\uFEFFdemo ₿"), 100)).toEqual({ ok: true, value: "\uFEFFdemo ₿" });
});

test("takes as many bytes as allowed, and not one more", () => {
  expect(decodeAlert(bytes("12345"), 5).ok).toBe(true);
  expect(decodeAlert(bytes("123456"), 5)).toMatchObject({ ok: false, error: { code: "ALERT_TOO_LARGE" } });
});

test("refuses what is not UTF-8", () => {
  expect(decodeAlert(Uint8Array.of(0xff, 0xfe, 0x41), 100)).toMatchObject({
    ok: false,
    error: { code: "ALERT_NOT_UTF8" },
  });
});
