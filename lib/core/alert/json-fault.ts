// Where a text stops being JSON. `JSON.parse` knows, and says so in words that differ between versions of Node.

const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
/** Line feeds, returns and tabs inside a string are repaired, so they are no fault. */
const PLAIN = String.raw`[^"\\\u0000-\u0008\u000b\u000c\u000e-\u001f]*`;
const STRING_START = String.raw`"${PLAIN}(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})${PLAIN})*`;
const STRING = new RegExp(`(?:${STRING_START}")?`, "y");
const GOOD_OF_STRING = new RegExp(`(?:${STRING_START})?`, "y");
const SCALAR = new RegExp(`(?:${NUMBER}|true|false|null)?`, "y");
const SPACES = /[ \t\r\n]*/y;

type Kind = "string" | "scalar" | "{" | "}" | "[" | "]" | ":" | ",";
/** What may come next. Behind an opening bracket or a comma (which may be one too many) it is the end as well. */
type Expected = "value" | "value or ]" | "name or }" | "colon" | "comma or }" | "comma or ]";

const VALUE = { string: "after a value", scalar: "after a value", "{": "name or }", "[": "value or ]" } as const;
const NEXT: Readonly<Record<Expected, Partial<Readonly<Record<Kind, Expected | "after a value">>>>> = {
  value: VALUE,
  "value or ]": { ...VALUE, "]": "after a value" },
  "name or }": { string: "colon", "}": "after a value" },
  colon: { ":": "value" },
  "comma or }": { ",": "name or }", "}": "after a value" },
  "comma or ]": { ",": "value or ]", "]": "after a value" },
};
const MARKS: Readonly<Record<string, Kind>> = { "{": "{", "}": "}", "[": "[", "]": "]", ":": ":", ",": "," };

/** The index of the first character that cannot be there, or the text's length when it ends too early. Linear in the text's length. */
export function findJsonFault(text: string): number {
  /** What may follow a value, for each bracket that is open, the innermost last. */
  const open: Expected[] = [];
  let expected: Expected | undefined = "value";
  let place = endOf(SPACES, text, 0);
  while (expected !== undefined) {
    const { kind, end } = tokenAt(text, place);
    if (kind === undefined) return endOf(GOOD_OF_STRING, text, place);
    const next: Expected | "after a value" | undefined = NEXT[expected][kind];
    if (next === undefined) return place;
    if (kind === "{") open.push("comma or }");
    if (kind === "[") open.push("comma or ]");
    if (kind === "}" || kind === "]") open.pop();
    expected = next === "after a value" ? open.at(-1) : next;
    place = endOf(SPACES, text, end);
  }
  return place;
}

function tokenAt(text: string, place: number): { readonly kind: Kind | undefined; readonly end: number } {
  const mark = MARKS[text.charAt(place)];
  if (mark !== undefined) return { kind: mark, end: place + 1 };
  const string = endOf(STRING, text, place);
  if (string > place) return { kind: "string", end: string };
  const scalar = endOf(SCALAR, text, place);
  return { kind: scalar > place ? "scalar" : undefined, end: scalar };
}

/** Where `pattern`, which matches the empty text as well, ends when it begins at `from`. */
function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}
