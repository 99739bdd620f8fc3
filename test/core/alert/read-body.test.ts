import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findJsonFault } from "../../../lib/core/alert/json-fault.ts";
import { beginsAsJson, readBody } from "../../../lib/core/alert/read-body.ts";

const LINES = "a ETH/USDT close\na ETH/USDT sell 500$ x3\na ETH/USDT buy 1 limit:t:3000";

/** The text, or what is wrong. */
function read(body: string): string {
  const text = readBody(body);
  return text.ok
    ? text.value
    : `${text.error.code} ${text.error.line}:${text.error.column ?? ""} ${text.error.message}`;
}

describe("the text of a body", () => {
  test.each([
    ["plain text as it is", "demo ETH/USDT buy 1\n", "demo ETH/USDT buy 1\n"],
    ["plain text with a byte order mark", "\uFEFF demo ETH/USDT buy 1", "\uFEFF demo ETH/USDT buy 1"],
    ["the message of JSON", '{"message":"demo ETH/USDT buy 1","id":7}', "demo ETH/USDT buy 1"],
    ["JSON behind white space and a byte order mark", '\uFEFF \u00a0\n{"message":"a b"}', "a b"],
    ["JSON behind a mark that nobody sees", '\u200b{"message":"a b"}\u00a0\uFEFF\n', "a b"],
    ["JSON before marks that nobody sees", '{"message":"a b"}\u200b \u2060\n', "a b"],
    ["a JSON string", '"demo ETH/USDT buy 1"', "demo ETH/USDT buy 1"],
    ["a word in quotes that is no JSON", '"demo" ETH/USDT', '"demo" ETH/USDT'],
    ["a quote that is never closed", '"demo ETH/USDT', '"demo ETH/USDT'],
    ["text that ends like JSON", 'a "b" {', 'a "b" {'],
    ["a mark inside the text", "a\uFEFFb", "a\uFEFFb"],
    ["a mark inside the message", '{"message":"a\uFEFFb"}', "a\uFEFFb"],
    ["a number", "5", "5"],
    ["null", "null", "null"],
    ["nothing", "", ""],
    ["a placeholder, which begins no JSON", '{{ticker}} buy {"a":1}', '{{ticker}} buy {"a":1}'],
    ["a placeholder behind white space", " {{ticker}} buy 1", " {{ticker}} buy 1"],
  ])("is %s", (_, body, text) => {
    expect(read(body)).toBe(text);
  });

  test.each([
    ["text", '{"text":"demo ETH/USDT buy 100$"}', "demo ETH/USDT buy 100$"],
    ["content", '{"content":"c"}', "c"],
    ["alert", '{"alert":"a","ticker":"ETHUSDT"}', "a"],
    ["the first of them, wherever it stands", '{"alert":"4","content":"3","text":"2","message":"1"}', "1"],
    ["the first that is a string", '{"message":5,"text":null,"content":"3","alert":"4"}', "3"],
    ["the first, empty or not", '{"message":"","text":"demo ETH/USDT buy 1"}', ""],
  ])("M17: is in %s", (_, body, text) => {
    expect(read(body)).toBe(text);
  });

  test.each([
    ["message", JSON.stringify({ message: '{"text":"a b"}' }), "a b"],
    ["a JSON string", JSON.stringify(JSON.stringify({ message: "a b" })), "a b"],
    ["a string in a string", JSON.stringify('"a b"'), "a b"],
    ["text that is broken by a line", JSON.stringify({ message: `{"message":"${LINES}"}` }), LINES],
  ])("M17: is unwrapped once more out of %s", (_, body, text) => {
    expect(read(body)).toBe(text);
  });
});

describe("JSON that a person meant", () => {
  test.each([
    ["line feeds in a string", `{"message":"${LINES}"}`, LINES],
    ["returns and tabs", '{"message":"a\r\n\tb"}', "a\r\n\tb"],
    ["line feeds in one string alone", `"${LINES}"`, LINES],
    ["a comma at the end", '{"message":"a b",\n}', "a b"],
    ["a comma at the end of a list", '{"list":[1, 2 , ],"message":"a, ]b",}', "a, ]b"],
    ["escapes that are right", '{"message":"a\\n\\"b\\", }\n\\u0041",}', 'a\n"b", }\nA'],
  ])("M17: %s", (_, body, text) => {
    expect(read(body)).toBe(text);
  });
});

describe("what begins as JSON and holds no text", () => {
  test.each<[string, string]>([
    ['{"ticker":"ETHUSDT","action":"buy"}', "it has ticker, action;"],
    ['{"message":5}', "it has message;"],
    ['{"mess\u200bage":"a"}', "it has messU+200Bage;"],
    ["{}", "it has no fields;"],
    ['["message","demo ETH/USDT buy 1"]', "it is a list;"],
    ['[{"message":"demo ETH/USDT buy 1"}]', "it is a list;"],
    [JSON.stringify({ text: '{"order":"buy"}' }), "it has order;"],
    [`{"${"n".repeat(41)}":1}`, `it has ${"n".repeat(40)}…;`],
    [JSON.stringify(Object.fromEntries("abcdefghijk".split("").map((name) => [name, 1]))), "h, i, j, …;"],
    ['{"__proto__":{"message":"a"},"Message":"b"}', "it has __proto__, Message;"],
    [
      '{"message_type":"bot","bot_id":1,\n"email_token":"secret","delay_seconds":0}',
      "bot_id, email_token, delay_seconds;",
    ],
  ])("M17: is one error that names the fields: %s", (body, fields) => {
    const error = read(body);
    expect(error).toContain("NO_MESSAGE 1: the JSON has no text in message, text, content, alert: ");
    expect(error).toContain(fields);
    expect(error).not.toContain("secret");
  });

  test.each<[string, string, string]>([
    ["{broken", "1:2", '"broken"'],
    ['{"message":\u200b"a"}', "1:12", '"U+200B"a"}"'],
    ['{"message":"a"\u200b', "1:15", "ends too early"],
    ['{"message":', "1:12", "ends too early"],
    ['{"message":"demo ETH/USDT close', "1:32", "ends too early"],
    [`{"message":"${LINES}`, "3:30", "ends too early"],
    ['{"message":"a ETH/USDT close id:"K""}', "1:34", '"K""}"'],
    [`{"message":{{close}},\n"text":"a"}`, "1:13", '"{close}},"'],
    ["[{{ticker}}]", "1:3", '"{ticker}}]"'],
    ["{\n  'message': 1}", "2:3", "\"'message': 1}\""],
    ['{"message":"😀" x}', "1:16", '"x}"'],
    ['{"message":"a\\x"}', "1:14", '"\\x"}"'],
    ['{"message":"a\\\nb"}', "1:14", '"\\"'],
    ['{"message":"a\u0007b"}', "1:14", "\u0007"],
    ['{"message":"a"} {"message":"b"}', "1:17", '"{"message":"b"}"'],
    ['{"message":"a"} "b"', "1:17", '""b""'],
    ['{"a":1 "b":2}', "1:8", '""b":2}"'],
    ['{"a",1}', "1:5", '",1}"'],
    ['{"a":1:2}', "1:7", '":2}"'],
    ['{"a":01}', "1:7", '"1}"'],
    ['{"a":1,,}', "1:8", '",}"'],
    ['{"a":}', "1:6", '"}"'],
    ["[1}", "1:3", '"}"'],
    ["[1 2]", "1:4", '"2]"'],
    ["[:]", "1:2", '":]"'],
    ["{1:2}", "1:2", '"1:2}"'],
    ["{[", "1:2", '"["'],
    ['{"a"{', "1:5", '"{"'],
    [' \n{"a":[true,false,null,-1.5e+3,{}],x', "2:35", '"x"'],
    [`{"a":1${"x".repeat(30)}`, "1:7", `"${"x".repeat(20)}"`],
    [`${"[".repeat(60_000)}`, "1:60001", "ends too early"],
  ])("M17: is one error with the place: %j at %s", (body, place, shown) => {
    const error = read(body);
    const [line, column] = place.split(":");
    expect(error).toContain(`JSON_INVALID ${place} begins as JSON and is none: line ${line}, column ${column}: `);
    expect(error).toContain(shown);
  });

  test.each([
    ['{"message":"a ETH/USDT close","message":"a ETH/USDT buy 1"}', "message"],
    ['{"text":"a","x":{"text":"b"},"t\\u0065xt" :"c",}', "text"],
    ['{"message":"{\\"alert\\":\\"a\\",\\"alert\\":\\"b\\"}"}', "alert"],
  ])("M17: is one error, not the last of two: %s", (body, field) => {
    expect(read(body)).toBe(`JSON_INVALID 1: the JSON has ${field} twice: it is not known which is meant`);
  });

  test.each([
    ['{"message":"a","x":{"message":"b"},"y":[{"message":"c"}]}', "a"],
    ['{"message":"message","text":"message","note":"\\"message\\":","id":1,"id":2,"a\nb":3}', "message"],
  ])("M17: is no second one elsewhere: %s", (body, text) => {
    expect(read(body)).toBe(text);
  });

  test("M17: so is a text that begins as JSON and is none, and JSON in JSON in JSON", () => {
    expect(read(JSON.stringify({ message: `{"message":"${LINES}` }))).toContain("JSON_INVALID 3:30");
    expect(read(JSON.stringify(`\n[${LINES}`))).toContain("JSON_INVALID 2:2");
    const twice = JSON.stringify({ message: JSON.stringify({ message: `{"message":"a"}\n${LINES}` }) });
    expect(read(twice)).toContain("JSON_INVALID 1: JSON in JSON in JSON");
  });

  test.each([
    ["{", true],
    [" \uFEFF\u200b[", true],
    ["{{", false],
    ['"a"', false],
    ["a {", false],
  ])("begins with it: %j is %s", (text, expected) => {
    expect(beginsAsJson(text)).toBe(expected);
  });
});

describe("any body", () => {
  const pieces = fc.constantFrom(
    ...'{}[],:"\\ \n\t\r1e-.',
    "{{",
    '"message":',
    '"a"',
    "\\u00e9",
    "true",
    "null",
    "0",
    "\u0007",
  );
  const soup = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(""));

  test("is read without an exception, and never as lines when it begins as JSON", () => {
    fc.assert(
      fc.property(soup, (body) => {
        const text = readBody(body);
        return !beginsAsJson(body) || !text.ok || text.value !== body;
      }),
      { numRuns: 3_000 },
    );
  });

  test("a character that JSON never has is the fault, or the word it is in the middle of", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), (json, at) => {
        const place = at % (json.length + 1);
        const fault = findJsonFault(`${json.slice(0, place)}\u0007${json.slice(place)}`);
        expect(fault).toBeLessThanOrEqual(place);
        expect(json.slice(fault, place)).toMatch(/^(?:\\u?[\da-f]*|[\w.+-]*)$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
