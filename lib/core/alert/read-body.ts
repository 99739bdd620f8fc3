/**
 * The alert's text in a request's body: TradingView sends plain text, or JSON when the text happens to be valid JSON, and
 * some senders put the text in `message`. JSON without such a text is taken as it stands, and the grammar will say what is wrong.
 */
export function alertTextOf(body: string): string {
  const trimmed = body.replace(/^\uFEFF/, "").trimStart();
  try {
    const json: unknown = JSON.parse(trimmed);
    if (typeof json === "string") return json;
    const message = typeof json === "object" && json !== null && "message" in json ? json.message : undefined;
    return typeof message === "string" ? message : body;
  } catch {
    return body;
  }
}
