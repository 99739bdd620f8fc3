import type { Refusal, VenueReply } from "./venue-module.ts";

/** `value` as an object to look into; anything else gives an empty one. */
export function jsonOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** The code and message in a reply's JSON, under the names the venue gives them; undefined when it has no such code. */
export function refusalIn(
  reply: VenueReply,
  fields: { readonly code: string; readonly message: string },
): Refusal | undefined {
  const body = jsonOf(parseJson(reply.body));
  const code = body[fields.code];
  if (typeof code !== "number" && typeof code !== "string") return undefined;
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
