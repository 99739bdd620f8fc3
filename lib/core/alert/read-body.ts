// The alert's text in what a sender posts (docs/design.md#the-webhook). TradingView sends the text as it is; other senders
// put it in JSON, and so do the templates made for other tools. The content type is not looked at: TradingView's follows the text.
import { err, ok, type Result } from "../result.ts";
import type { AlertIssue } from "./alert-order.ts";
import { visible } from "./characters.ts";
import type { AlertErrorCode } from "./issue-codes.ts";
import { readJson } from "./read-json.ts";
import { repeatedField } from "./repeated-field.ts";

/** Where JSON may hold the text, first come, first served. */
const TEXT_FIELDS = ["message", "text", "content", "alert"] as const;
/** White space and marks that nobody sees hide no JSON. */
const UNSEEN_START = /^[\p{White_Space}\p{Cf}]*/u;
/** What follows the last character that can be seen. Looked for from there: to look for it alone is quadratic. */
const UNSEEN_END = /^(.*[^\p{White_Space}\p{Cf}]).*$/su;
/** Placeholders begin with two braces. */
const BEGINS_AS_JSON = /^(?:\{(?!\{)|\[)/;
const MAX_NAMED = 10;
const MAX_NAME = 40;
const MAX_SHOWN = 20;

/**
 * The text of a body, taken out of JSON, and out of JSON in that. What begins as JSON is JSON or nothing: its lines are never
 * read as an alert's, or the middle of a broken one would trade. Takes time linear in the body's length.
 * @returns what is wrong: `JSON_INVALID` with the place, or `NO_MESSAGE` with the fields there are.
 */
export function readBody(body: string): Result<string, AlertIssue> {
  const outer = unwrap(body);
  if (outer === undefined) return ok(body);
  const inner = outer.ok ? unwrap(outer.value) : undefined;
  if (inner === undefined) return outer;
  if (!inner.ok || !beginsAsJson(inner.value)) return inner;
  return err(issue("JSON_INVALID", "JSON in JSON in JSON: the text of an alert is wrapped twice at most"));
}

/** Whether a text can only be JSON. */
export function beginsAsJson(text: string): boolean {
  return BEGINS_AS_JSON.test(text.replace(UNSEEN_START, ""));
}

/** The text in one layer of JSON; undefined when `text` is no JSON but an alert's text. */
function unwrap(text: string): Result<string, AlertIssue> | undefined {
  const start = text.replace(UNSEEN_START, "");
  const isJson = BEGINS_AS_JSON.test(start);
  if (!isJson && !start.startsWith('"')) return undefined;
  const json = readJson(seenOf(start));
  if (!json.ok) return isJson ? err(invalid(text, text.length - start.length + json.error)) : undefined;
  if (typeof json.value === "string") return ok(json.value);
  const twice = repeatedField(start, TEXT_FIELDS);
  if (twice !== undefined)
    return err(issue("JSON_INVALID", `the JSON has ${twice} twice: it is not known which is meant`));
  return textIn(json.value);
}

function seenOf(text: string): string {
  return text.replace(UNSEEN_END, "$1");
}

function textIn(json: unknown): Result<string, AlertIssue> {
  const fields = new Map<string, unknown>(Object.entries(Object(json)));
  const text = TEXT_FIELDS.map((name) => fields.get(name)).find((value) => typeof value === "string");
  if (text !== undefined) return ok(text);
  const found = Array.isArray(json) ? "it is a list" : `it has ${namesOf([...fields.keys()])}`;
  return err(
    issue(
      "NO_MESSAGE",
      `the JSON has no text in ${TEXT_FIELDS.join(", ")}: ${found}; put the alert's lines into message`,
    ),
  );
}

function namesOf(names: readonly string[]): string {
  if (names.length === 0) return "no fields";
  const shown = names
    .slice(0, MAX_NAMED)
    .map((name) => (name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name));
  return visible(names.length > MAX_NAMED ? `${shown.join(", ")}, …` : shown.join(", "));
}

/** @param place - the index of the first character that cannot be there. */
function invalid(text: string, place: number): AlertIssue {
  const before = text.slice(0, place);
  const line = before.split("\n").length;
  const column = [...before.slice(before.lastIndexOf("\n") + 1)].length + 1;
  const shown = [...text.slice(place, place + 2 * MAX_SHOWN)].slice(0, MAX_SHOWN).join("");
  const rest = visible(shown.replace(/\n.*/s, ""));
  const what = place === seenOf(text).length ? "it ends too early" : `"${rest}" cannot stand there`;
  const message = `begins as JSON and is none: line ${line}, column ${column}: ${what}`;
  return { ...issue("JSON_INVALID", message), line, column };
}

function issue(code: AlertErrorCode, message: string): AlertIssue {
  return { line: 1, code, message };
}
