// JSON as people's alerts hold it: TradingView fills a placeholder with a line break into the middle of a string, and hands
// make lists that end in a comma. Both are read as meant; nothing else is guessed (docs/design.md#the-webhook).
import { err, ok, type Result } from "../result.ts";
import { findJsonFault } from "./json-fault.ts";

/** A string, whole or never closed; or a comma that only an end follows. */
const STRING_OR_LAST_COMMA = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|,(?=[ \t\r\n]*[}\]])/g;
const ESCAPED_OR_BREAK = /\\[\s\S]|[\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The value of JSON; with line feeds, returns and tabs inside strings and commas before `}` and `]` when it is none without. @returns where it stops being JSON, as an index. */
export function readJson(text: string): Result<unknown, number> {
  const value = parse(text) ?? parse(repaired(text));
  return value === undefined ? err(findJsonFault(text)) : ok(value);
}

/** JSON has no `undefined`: that is text which is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function repaired(text: string): string {
  return text.replace(STRING_OR_LAST_COMMA, (found) =>
    found === "," ? "" : found.replace(ESCAPED_OR_BREAK, (mark) => ESCAPES[mark] ?? mark),
  );
}
