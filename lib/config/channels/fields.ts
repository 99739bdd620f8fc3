// What the entries of every kind of channel are checked with. Messages name the field, say what is allowed, and show no secret.
import * as z from "zod";
import { closestWords } from "../../core/market/close-matches.ts";
import { NOTIFY_EVENTS } from "../../core/notify/notification.ts";
import { TimeZone } from "../../core/time-zone.ts";

/** What an owner may choose to be told of; silence is chosen by its hours, the digest by its time. */
export const CHOSEN_EVENTS = NOTIFY_EVENTS.filter((event) => event !== "silence" && event !== "digest");

/** A text that must be there. */
export const text = (field: string, example: string) =>
  z
    .string({ error: `${field} is a text and must be there, like ${example}` })
    .trim()
    .min(1, { error: `${field} must not be empty; it is like ${example}` });

/** Replaces scheme, host and port of a service's address. */
export const origin = z
  .string({ error: "ENDPOINT is a text" })
  .refine(isOrigin, { error: "ENDPOINT is a scheme, host and port, like http://127.0.0.1:9001" })
  .transform((url) => new URL(url).origin)
  .optional();

/** What any entry may have beside its own fields. */
const common = {
  NAME: text("NAME", '"my phone"').optional(),
  ACCOUNTS: z.array(z.string().trim(), { error: 'ACCOUNTS is a list of ACCOUNT_IDs, like ["demo"]' }).optional(),
  EVENTS: z
    .array(z.string().trim().toLowerCase(), { error: `EVENTS is a list of ${CHOSEN_EVENTS.join(", ")}` })
    .superRefine((events, context) => {
      for (const event of events.filter((event) => !CHOSEN_EVENTS.some((known) => known === event)))
        context.addIssue({ code: "custom", message: unknownEvent(event) });
    })
    .optional(),
  SILENCE_HOURS: z
    .number({ error: "SILENCE_HOURS is a number of hours" })
    .gt(0, { error: "SILENCE_HOURS is a number of hours above 0" })
    .max(24 * 365, { error: "SILENCE_HOURS is at most a year" })
    .optional(),
  DIGEST: z
    .string({ error: 'DIGEST is a time of day, like "20:00"' })
    .trim()
    .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/, { error: 'DIGEST is a time of day, "00:00" to "23:59", like "20:00"' })
    .transform((time) => time.padStart(5, "0"))
    .optional(),
  TIMEZONE: z
    .string({ error: 'TIMEZONE is the name of a time zone, like "Europe/Berlin" or "UTC"' })
    .trim()
    .refine((name) => TimeZone.find(name) !== undefined, {
      error: 'TIMEZONE is the name of a time zone, like "Europe/Berlin" or "UTC"; it is that of DIGEST',
    })
    .optional(),
};

/** The entry of one kind of channel: its own fields, the common ones, and no others. */
export function entryOf<T extends z.core.$ZodLooseShape>(shape: T) {
  const fields = { ...common, ...shape };
  const known = Object.keys(fields);
  return z.strictObject(fields, {
    error: (issue) => (issue.code === "unrecognized_keys" ? unknownKeys(issue.keys, known) : undefined),
  });
}

/** As a target takes it. */
export function endpointOf({ ENDPOINT }: { readonly ENDPOINT?: string | undefined }): { readonly endpoint?: string } {
  return ENDPOINT === undefined ? {} : { endpoint: ENDPOINT };
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  return keys
    .map((key) => {
      const [near] = closestWords(key, known);
      return `key "${key}" is not known here${near === undefined ? `; there are ${known.join(", ")}` : `; did you mean ${near}?`}`;
    })
    .join("; ");
}

function unknownEvent(event: string): string {
  if (event === "silence") return "EVENTS: silence is chosen by SILENCE_HOURS, the hours without a good alert";
  if (event === "digest") return 'EVENTS: the digest is chosen by DIGEST, its time, like "20:00"';
  const [near] = closestWords(event, CHOSEN_EVENTS);
  return `EVENTS "${event}" is not known${near === undefined ? "" : `, did you mean ${near}?`}; there are ${CHOSEN_EVENTS.join(", ")}`;
}

function isOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, pathname, search, username } = new URL(url);
  return /^https?:$/.test(protocol) && pathname === "/" && search === "" && username === "";
}
