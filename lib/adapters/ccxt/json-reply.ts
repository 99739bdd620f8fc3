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
  const code = codeOf(body[fields.code]);
  const message = body[fields.message];
  return code === undefined ? undefined : { code, message: typeof message === "string" ? message : "" };
}

/** A code as text, whether it was written as a number or in quotes: gateways and services of one venue differ. Undefined where there is none. */
export function codeOf(value: unknown): string | undefined {
  return (typeof value === "number" || typeof value === "string") && value !== "" ? String(value) : undefined;
}

/** Undefined when `text` is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
