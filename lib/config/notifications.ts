// notifications.json: who is told what, and where. Messages name the channel and the field, say what is allowed, and never
// show a secret. Tokens and addresses of webhooks are secrets: who has them can write in the owner's name.

import * as z from "zod";
import { defined } from "../core/defined.ts";
import { closestWords } from "../core/market/close-matches.ts";
import { NOTIFY_EVENTS, type NotifyEvent, type Subscription } from "../core/notify/notification.ts";
import { err, ok, type Result } from "../core/result.ts";
import { Secret } from "../core/secret.ts";

export const CHANNEL_KINDS = ["telegram", "discord", "webhook", "email"] as const;

/** Where to send. `endpoint` replaces scheme, host and port of the service's address. */
export type ChannelTarget =
  | { readonly kind: "telegram"; readonly botToken: Secret; readonly chatId: string; readonly endpoint?: string }
  | { readonly kind: "discord"; readonly webhookUrl: Secret; readonly endpoint?: string }
  | { readonly kind: "webhook"; readonly url: Secret; readonly authorization?: Secret }
  | { readonly kind: "email"; readonly topicArn: string }
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
}

export const CHOSEN_EVENTS = NOTIFY_EVENTS.filter((event) => event !== "silence");

const text = (field: string, example: string) =>
  z
    .string({ error: `${field} is a text and must be there, like ${example}` })
    .trim()
    .min(1, { error: `${field} must not be empty; it is like ${example}` });
const origin = z
  .string({ error: "ENDPOINT is a text" })
  .refine(isOrigin, { error: "ENDPOINT is a scheme, host and port, like http://127.0.0.1:9001" })
  .transform((url) => new URL(url).origin)
  .optional();

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
};

const channelSchema = z.discriminatedUnion(
  "CHANNEL",
  [
    strict({
      ...common,
      CHANNEL: z.literal("telegram"),
      BOT_TOKEN: text("BOT_TOKEN", "123456789:AA…, from @BotFather").regex(/^\d+:[A-Za-z0-9_-]+$/, {
        error: "BOT_TOKEN is digits, a colon and letters, as @BotFather wrote it",
      }),
      CHAT_ID: z
        .union([z.string(), z.number()], { error: "CHAT_ID must be there, like 123456789 or @mychannel" })
        .transform((id) => String(id).trim())
        .refine((id) => /^-?\d+$|^@\w+$/.test(id), { error: "CHAT_ID is a number, or @ and a channel's name" }),
      ENDPOINT: origin,
    }),
    strict({
      ...common,
      CHANNEL: z.literal("discord"),
      WEBHOOK_URL: text("WEBHOOK_URL", "https://discord.com/api/webhooks/…").refine(isDiscordUrl, {
        error: "WEBHOOK_URL is the address Discord shows under Integrations, like https://discord.com/api/webhooks/…",
      }),
      ENDPOINT: origin,
    }),
    strict({
      ...common,
      CHANNEL: z.literal("webhook"),
      URL: text("URL", "https://example.com/whook").refine(isWebAddress, {
        error: "URL is an http or https address without a user name; AUTHORIZATION takes what the service asks for",
      }),
      AUTHORIZATION: text("AUTHORIZATION", '"Bearer …"')
        .regex(/^[\x20-\x7e]+$/, { error: "AUTHORIZATION is plain characters without line ends" })
        .optional(),
    }),
    strict({
      ...common,
      CHANNEL: z.literal("email"),
      TOPIC_ARN: text("TOPIC_ARN", "arn:aws:sns:eu-central-1:123456789012:alerts").regex(
        /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
        { error: "TOPIC_ARN is the ARN of an SNS topic, like arn:aws:sns:eu-central-1:123456789012:alerts" },
      ),
    }),
  ],
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
  const { ACCOUNTS, EVENTS = CHOSEN_EVENTS, SILENCE_HOURS } = entry;
  const chosen = NOTIFY_EVENTS.filter((event) => EVENTS.includes(event));
  const events: readonly NotifyEvent[] = SILENCE_HOURS === undefined ? chosen : [...chosen, "silence"];
  return {
    name,
    target: targetOf(entry),
    subscription: {
      events,
      ...(ACCOUNTS === undefined ? {} : { accounts: ACCOUNTS.map((account) => account.toLowerCase()) }),
    },
    ...defined({ silenceHours: SILENCE_HOURS }),
  };
}

function targetOf(entry: Entry): ChannelTarget {
  switch (entry.CHANNEL) {
    case "telegram":
      return {
        kind: "telegram",
        botToken: new Secret(entry.BOT_TOKEN),
        chatId: entry.CHAT_ID,
        ...endpointOf(entry),
      };
    case "discord":
      return { kind: "discord", webhookUrl: new Secret(entry.WEBHOOK_URL), ...endpointOf(entry) };
    case "webhook":
      return {
        kind: "webhook",
        url: new Secret(entry.URL),
        ...(entry.AUTHORIZATION === undefined ? {} : { authorization: new Secret(entry.AUTHORIZATION) }),
      };
    case "email":
      return { kind: "email", topicArn: entry.TOPIC_ARN };
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

function endpointOf({ ENDPOINT }: { readonly ENDPOINT?: string | undefined }): { readonly endpoint?: string } {
  return defined({ endpoint: ENDPOINT });
}

/** A text of the entry is shown only when it is its name. */
function nameOf(entry: unknown, index: number): string {
  const { NAME, CHANNEL } = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
  if (typeof NAME === "string" && NAME.trim() !== "") return NAME.trim();
  const kind = CHANNEL_KINDS.find((known) => known === CHANNEL) ?? "channel";
  return `${kind} ${index + 1}`;
}

function strict<T extends z.core.$ZodLooseShape>(shape: T) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? unknownKeys(issue.keys, known) : undefined),
  });
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
  const [near] = closestWords(event, CHOSEN_EVENTS);
  return `EVENTS "${event}" is not known${near === undefined ? "" : `, did you mean ${near}?`}; there are ${CHOSEN_EVENTS.join(", ")}`;
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

function isOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, pathname, search, username } = new URL(url);
  return /^https?:$/.test(protocol) && pathname === "/" && search === "" && username === "";
}

function isWebAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

/** https://discord.com/developers/docs/resources/webhook#execute-webhook */
function isDiscordUrl(url: string): boolean {
  return /^https:\/\/(?:(?:canary|ptb)\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+$/.test(url);
}
