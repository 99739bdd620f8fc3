// notifications.json: who is told what, and where. Messages name the channel and the field, say what is allowed, and never
// show a secret. Tokens and addresses of webhooks are secrets: who has them can write in the owner's name.

import * as z from "zod";
import { defined } from "../core/defined.ts";
import type { DigestTime } from "../core/notify/digest-day.ts";
import { NOTIFY_EVENTS, type NotifyEvent, type Subscription } from "../core/notify/notification.ts";
import { err, ok, type Result } from "../core/result.ts";
import { discord } from "./channels/discord.ts";
import { email } from "./channels/email.ts";
import { CHOSEN_EVENTS } from "./channels/fields.ts";
import { telegram } from "./channels/telegram.ts";
import { webhook } from "./channels/webhook.ts";

/** Every kind of channel: what an entry of it holds, and where that leads. An adapter opens it: lib/adapters/open-channels.ts. */
const KINDS = { telegram, discord, webhook, email } as const;
export const CHANNEL_KINDS = [
  "telegram",
  "discord",
  "webhook",
  "email",
] as const satisfies readonly (keyof typeof KINDS)[];

/** Where to send. `endpoint` replaces scheme, host and port of the service's address. */
export type ChannelTarget =
  | ReturnType<(typeof KINDS)[keyof typeof KINDS]["target"]>
  /** What is stored of it cannot be used; the problem names the field and shows no secret. */
  | { readonly kind: "broken"; readonly problem: string };

/** One entry of the file. */
export interface ConfiguredChannel {
  /** For people, and in memory of what was told: no two are alike. */
  readonly name: string;
  readonly target: ChannelTarget;
  readonly subscription: Subscription;
  /** Told when no good alert came for so long; absent: never. */
  readonly silenceHours?: number;
  /** When its digest comes; absent: never. */
  readonly digest?: DigestTime;
}

const channelSchema = z.discriminatedUnion(
  "CHANNEL",
  [KINDS.telegram.schema, KINDS.discord.schema, KINDS.webhook.schema, KINDS.email.schema],
  { error: `CHANNEL must be there and is one of ${CHANNEL_KINDS.join(", ")}` },
);
type Entry = z.output<typeof channelSchema>;

/**
 * Every channel of the file's text.
 * @param options.ownTopic - of the stack: where an e-mail without TOPIC_ARN goes. Without one TOPIC_ARN must be there.
 * @returns one message for each thing that is wrong, when anything is: then no channel is to be used.
 */
export function parseNotifications(
  file: string,
  { ownTopic }: { readonly ownTopic?: string } = {},
): Result<readonly ConfiguredChannel[], readonly string[]> {
  const json = parseJson(file);
  if (!json.ok) return err([json.error]);
  if (!Array.isArray(json.value)) return err(["the file must hold a list of channels: [ { … }, { … } ]"]);
  const parsed = json.value.map((entry: unknown, index) => ({
    name: nameOf(entry, index),
    result: channelSchema.safeParse(isWithoutTopic(entry) && ownTopic ? { ...entry, TOPIC_ARN: ownTopic } : entry),
  }));
  const problems = parsed.flatMap(({ name, result }) =>
    result.success ? [] : result.error.issues.map(({ message }) => `${name}: ${message}`),
  );
  const channels = parsed.flatMap(({ name, result }) => (result.success ? [channelOf(name, result.data)] : []));
  const names = channels.map(({ name }) => name.toLowerCase());
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const all = [...new Set([...problems, ...twice.map((name) => `${name}: NAME is there twice`)])];
  return all.length > 0 ? err(all) : ok(channels);
}

function channelOf(name: string, entry: Entry): ConfiguredChannel {
  const { ACCOUNTS, EVENTS = CHOSEN_EVENTS, SILENCE_HOURS, DIGEST, TIMEZONE = "UTC" } = entry;
  const events: readonly NotifyEvent[] = [
    ...NOTIFY_EVENTS.filter((event) => EVENTS.includes(event)),
    ...(SILENCE_HOURS === undefined ? [] : (["silence"] as const)),
    ...(DIGEST === undefined ? [] : (["digest"] as const)),
  ];
  return {
    name,
    target: targetOf(entry),
    subscription: {
      events,
      ...(ACCOUNTS === undefined ? {} : { accounts: ACCOUNTS.map((account) => account.toLowerCase()) }),
    },
    ...defined({ silenceHours: SILENCE_HOURS }),
    ...(DIGEST === undefined ? {} : { digest: { at: DIGEST, timezone: TIMEZONE } }),
  };
}

function targetOf(entry: Entry): ChannelTarget {
  switch (entry.CHANNEL) {
    case "telegram":
      return KINDS.telegram.target(entry);
    case "discord":
      return KINDS.discord.target(entry);
    case "webhook":
      return KINDS.webhook.target(entry);
    case "email":
      return KINDS.email.target(entry);
  }
}

function isWithoutTopic(entry: unknown): entry is object {
  return (
    typeof entry === "object" &&
    entry !== null &&
    !("TOPIC_ARN" in entry) &&
    "CHANNEL" in entry &&
    entry.CHANNEL === "email"
  );
}

/** A text of the entry is shown only when it is its name. */
function nameOf(entry: unknown, index: number): string {
  const { NAME, CHANNEL } = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
  if (typeof NAME === "string" && NAME.trim() !== "") return NAME.trim();
  const kind = CHANNEL_KINDS.find((known) => known === CHANNEL) ?? "channel";
  return `${kind} ${index + 1}`;
}

/** The entries as they are written. @param file - that `parseNotifications` took. */
export function listEntries(file: string): readonly Readonly<Record<string, unknown>>[] {
  const json = parseJson(file);
  return json.ok ? (json.value as readonly Readonly<Record<string, unknown>>[]) : [];
}

function parseJson(file: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(file.replace(/^\uFEFF/, "")));
  } catch {
    // JSON.parse quotes the text around the fault, which may be a token.
    return err("the file is not JSON: look for a missing or extra comma, quote or bracket");
  }
}
