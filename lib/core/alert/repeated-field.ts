/** A string, as a name with its colon; or a bracket. */
const NAME_OR_BRACKET = /("[^"\\]*(?:\\[\s\S][^"\\]*)*")([ \t\r\n]*:)?|[{}[\]]/g;

/**
 * Which of `names` the object of a JSON text has more than once. `JSON.parse` keeps the last and says nothing: an exit in the
 * first would be lost. Linear in the text's length.
 */
export function repeatedField(json: string, names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  for (const [token, string, colon] of json.matchAll(NAME_OR_BRACKET)) {
    if (string === undefined) depth += token === "{" || token === "[" ? 1 : -1;
    if (string === undefined || colon === undefined || depth !== 1) continue;
    const name = names.find((each) => each === plain(string));
    if (name !== undefined && seen.has(name)) return name;
    if (name !== undefined) seen.add(name);
  }
  return undefined;
}

/** A name may be written with escapes; one with a real line break in it is none of ours. */
function plain(string: string): unknown {
  try {
    return JSON.parse(string);
  } catch {
    return undefined;
  }
}
