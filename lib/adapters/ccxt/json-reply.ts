import type { Refusal, VenueReply } from "./venue-module.ts";

/** `value` as an object to look into; anything else gives an empty one. */
export function jsonOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** `value` as a list of objects; anything else gives an empty one. */
export function rowsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(jsonOf) : [];
}

/** A reply's JSON object; empty when the body is not one. */
export function bodyOf({ body }: VenueReply): Readonly<Record<string, unknown>> {
  return jsonOf(parseJson(body));
}

/** The code and message in a reply's JSON, under the names the venue gives them; undefined when it has no such code. */
export function refusalIn(
  reply: VenueReply,
  fields: { readonly code: string; readonly message: string },
): Refusal | undefined {
  const body = bodyOf(reply);
  const code = body[fields.code];
  if ((typeof code !== "number" && typeof code !== "string") || code === "") return undefined;
  const message = body[fields.message];
  return { code: String(code), message: typeof message === "string" ? message : "" };
}

/** Undefined when `text` is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
