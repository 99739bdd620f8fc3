import { describe, expect, test } from "vitest";
import { hideSecrets } from "../../lib/core/hide-secrets.ts";

const KEY = "aB3/dE6+gH9=kLmN";
const PASSPHRASE = "öl & wein";

describe("S6: foreign text is shown without secrets", () => {
  test.each([
    ["as it is", `key ${KEY} is wrong`, "key [redacted] is wrong"],
    ["in another case", `key ${KEY.toUpperCase()}.`, "key [redacted]."],
    ["in a URL", `GET /a?k=${encodeURIComponent(KEY)}&b=1`, "GET /a?k=[redacted]&b=1"],
    ["in JSON with its slashes escaped", `"${KEY.replace("/", "\\/")}"`, '"[redacted]"'],
    ["twice", `${KEY} ${KEY}`, "[redacted] [redacted]"],
    ["its first half", `key ${KEY.slice(0, 9)}... is wrong`, "key [redacted]... is wrong"],
    ["its end", `key ***${KEY.slice(-8)} is wrong`, "key ***[redacted] is wrong"],
    ["too little of it to tell", `key ${KEY.slice(0, 4)}...`, `key ${KEY.slice(0, 4)}...`],
    ["with letters beyond ASCII", `no "${PASSPHRASE}" here`, 'no "[redacted]" here'],
    ["nowhere", "nothing of the kind", "nothing of the kind"],
  ])("%s", (_how, text, shown) => {
    expect(hideSecrets(text, [KEY, PASSPHRASE])).toBe(shown);
  });

  test.each(["", "a", "ab", "user:"])("in a header's base64, behind %j", (before) => {
    const header = btoa(`${before}${KEY}`);
    const shown = hideSecrets(`authorization: Basic ${header}`, [KEY]);
    expect(shown).toContain("[redacted]");
    const left = shown.replace("authorization: Basic ", "").replace("[redacted]", "");
    expect(left.length).toBeLessThan(8 + before.length * 2);
  });

  test("a short secret is found whole, an empty one nowhere", () => {
    expect(hideSecrets("pin 1234, not 123", ["1234", ""])).toBe("pin [redacted], not 123");
  });
});
