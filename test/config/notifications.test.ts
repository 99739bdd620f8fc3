import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { parseNotifications } from "../../lib/config/notifications.ts";

const TELEGRAM = { CHANNEL: "telegram", BOT_TOKEN: "123456:AAsecret-secret", CHAT_ID: 42 };
const DISCORD = { CHANNEL: "discord", WEBHOOK_URL: "https://discord.com/api/webhooks/1234/secret-secret" };
const WEBHOOK = { CHANNEL: "webhook", URL: "https://example.com/secret-secret", AUTHORIZATION: "Bearer secret" };
const EMAIL = { CHANNEL: "email", TOPIC_ARN: "arn:aws:sns:eu-central-1:123456789012:alerts" };

function parse(...entries: unknown[]) {
  const parsed = parseNotifications(JSON.stringify(entries));
  if (!parsed.ok) throw new Error(parsed.error.join("\n"));
  return parsed.value;
}

function problems(...entries: unknown[]): string {
  const parsed = parseNotifications(JSON.stringify(entries));
  return parsed.ok ? "" : parsed.error.join("\n");
}

test("each kind of channel, told of everything but silence unless it chooses", () => {
  const channels = parse(TELEGRAM, { ...DISCORD, NAME: "team" }, WEBHOOK, EMAIL);
  expect(channels.map(({ name, target }) => [name, target.kind])).toEqual([
    ["telegram 1", "telegram"],
    ["team", "discord"],
    ["webhook 3", "webhook"],
    ["email 4", "email"],
  ]);
  expect(channels[0]?.subscription).toEqual({
    events: [
      "filled",
      "rejected",
      "expired",
      "bad-alert",
      "warning",
      "unknown-outcome",
      "dead-letter",
      "day-loss",
      "lost-alert",
    ],
  });
  expect(channels[0]?.target).toMatchObject({ chatId: "42" });
});

test("an e-mail that names no topic goes to the stack's own, where there is one", () => {
  const ownTopic = "arn:aws:sns:eu-central-1:123456789012:own";
  const parsed = parseNotifications(JSON.stringify([{ CHANNEL: "email" }, EMAIL]), { ownTopic });
  expect(parsed.ok && parsed.value.map(({ target }) => target)).toEqual([
    { kind: "email", topicArn: ownTopic },
    { kind: "email", topicArn: EMAIL.TOPIC_ARN },
  ]);
  expect(problems({ CHANNEL: "email" })).toContain("TOPIC_ARN is a text and must be there");
});

test("a digest is chosen by its time, in a time zone", () => {
  expect(parse({ ...TELEGRAM, EVENTS: ["rejected"], DIGEST: " 8:05 ", TIMEZONE: "Europe/Berlin" })[0]).toMatchObject({
    subscription: { events: ["rejected", "digest"] },
    digest: { at: "08:05", timezone: "Europe/Berlin" },
  });
  expect(parse({ ...EMAIL, DIGEST: "20:00", SILENCE_HOURS: 1 })[0]).toMatchObject({
    subscription: { events: expect.arrayContaining(["silence", "digest"]) },
    digest: { at: "20:00", timezone: "UTC" },
  });
});

test.each([
  [{ DIGEST: "24:00" }, 'DIGEST is a time of day, "00:00" to "23:59"'],
  [{ DIGEST: "8 pm" }, 'DIGEST is a time of day, "00:00" to "23:59"'],
  [{ DIGEST: 20 }, "DIGEST is a time of day"],
  [{ DIGEST: "20:00", TIMEZONE: "Berlin" }, "TIMEZONE is the name of a time zone"],
  [{ DIGEST: "20:00", TIMEZONE: 1 }, "TIMEZONE is the name of a time zone"],
  [{ EVENTS: ["digest"] }, "the digest is chosen by DIGEST"],
  [{ DIGETS: "20:00" }, "did you mean DIGEST?"],
])("%j is no digest", (change, problem) => {
  expect(problems({ ...TELEGRAM, ...change })).toContain(problem);
});

test("accounts, events and silence are chosen", () => {
  const chosen = { ...TELEGRAM, ACCOUNTS: ["myBinance"], EVENTS: ["Rejected"], SILENCE_HOURS: 12.5 };
  expect(parse(chosen)[0]).toMatchObject({
    subscription: { events: ["rejected", "silence"], accounts: ["mybinance"] },
    silenceHours: 12.5,
  });
});

describe("what is wrong is named, with what is allowed", () => {
  test.each<[object, string]>([
    [{ ...TELEGRAM, CHANNEL: "telegramm" }, "CHANNEL must be there and is one of telegram, discord, webhook, email"],
    [{ CHANNEL: "telegram", CHAT_ID: 42 }, "BOT_TOKEN is a text and must be there"],
    [{ ...TELEGRAM, BOT_TOKEN: "secret" }, "BOT_TOKEN is digits, a colon and letters"],
    [{ ...TELEGRAM, CHAT_ID: "me" }, "CHAT_ID is a number, or @"],
    [{ ...TELEGRAM, EVENTS: ["rejcted"] }, 'EVENTS "rejcted" is not known, did you mean rejected?'],
    [{ ...TELEGRAM, EVENTS: ["silence"] }, "silence is chosen by SILENCE_HOURS"],
    [{ ...TELEGRAM, SILENCE_HOURS: 0 }, "SILENCE_HOURS is a number of hours above 0"],
    [{ ...TELEGRAM, SILENCE_HOURS: "day" }, "SILENCE_HOURS is a number of hours"],
    [{ ...TELEGRAM, ACCOUNTS: "demo" }, "ACCOUNTS is a list"],
    [{ ...TELEGRAM, ENDPOINT: "http://127.0.0.1/x" }, "ENDPOINT is a scheme, host and port"],
    [{ ...TELEGRAM, CHATID: 1 }, 'key "CHATID" is not known here; did you mean CHAT_ID?'],
    [{ ...DISCORD, WEBHOOK_URL: "https://example.com/secret" }, "WEBHOOK_URL is the address Discord shows"],
    [{ ...WEBHOOK, URL: "ftp://example.com/secret" }, "URL is an http or https address"],
    [{ ...WEBHOOK, URL: "https://me:secret@example.com/" }, "without a user name"],
    [{ ...WEBHOOK, AUTHORIZATION: "a\nsecret" }, "AUTHORIZATION is plain characters"],
    [{ ...EMAIL, TOPIC_ARN: "alerts" }, "TOPIC_ARN is the ARN of an SNS topic"],
  ])("%j", (entry, message) => {
    const said = problems(entry);
    expect(said).toContain(message);
    expect(said).not.toContain("secret");
  });

  test("with the channel's name, and every problem at once", () => {
    const said = problems({ ...TELEGRAM, NAME: "phone", CHAT_ID: "x" }, { ...DISCORD, EVENTS: 1 }).split("\n");
    expect(said).toEqual([expect.stringMatching(/^phone: CHAT_ID/), expect.stringMatching(/^discord 2: EVENTS/)]);
  });

  test("two of one name", () => {
    expect(problems({ ...TELEGRAM, NAME: "A" }, { ...DISCORD, NAME: "a" })).toBe("a: NAME is there twice");
  });

  test.each(['[{"BOT_TOKEN": "secret"', "{}"])("a file that is no list: %s", (file) => {
    const parsed = parseNotifications(file);
    expect(parsed.ok ? "" : parsed.error.join()).toMatch(/not JSON|must hold a list/);
    expect(parsed.ok ? "" : parsed.error.join()).not.toContain("secret");
  });
});

test("no secret shows in what is printed", () => {
  const shown = inspect(parse(TELEGRAM, DISCORD, WEBHOOK), { depth: 9 }) + JSON.stringify(parse(TELEGRAM, WEBHOOK));
  expect(shown).not.toContain("secret");
});
