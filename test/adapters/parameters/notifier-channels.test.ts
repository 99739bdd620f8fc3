import { expect, test } from "vitest";
import { NotifierChannels } from "../../../lib/adapters/parameters/notifier-channels.ts";
import { StackChannels } from "../../../lib/adapters/parameters/stack-channels.ts";
import type { LocalSsm } from "../../support/local-ssm.ts";
import type { RecordingTelemetry } from "../../support/recording-telemetry.ts";
import type { VirtualClock } from "../../support/virtual-clock.ts";
import { beforeEachWorld, PREFIX } from "./parameter-world.ts";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:own";
const PHONE = { CHANNEL: "telegram", BOT_TOKEN: "1:secret-of-a-test", CHAT_ID: 42 };

let ssm: LocalSsm;
let clock: VirtualClock;
let telemetry: RecordingTelemetry;
let channels: NotifierChannels;
let stored: StackChannels;

beforeEachWorld((world) => {
  ({ ssm, clock, telemetry } = world);
  const options = { client: ssm.client, prefix: PREFIX, topicArn: TOPIC };
  channels = new NotifierChannels({ ...options, clock, telemetry });
  stored = new StackChannels(options);
});

async function names(): Promise<readonly string[]> {
  return (await channels.listChannels()).map(({ name }) => name);
}

test("what was pushed is read, over any number of pages, and kept for five minutes", async () => {
  for (let index = 0; index < 12; index++) await stored.push({ name: `phone ${index}`, entry: PHONE });
  ssm.operations.length = 0;
  expect(await names()).toHaveLength(12);
  await names();
  expect(ssm.operations).toEqual(Array(2).fill("GetParametersByPath"));
  await stored.push({ name: "one more", entry: PHONE });
  clock.advance(300_000);
  expect(await names()).toHaveLength(13);
});

test("names are kept as they were written; any case of one is the same channel", async () => {
  await stored.push({ name: "My phone", entry: PHONE });
  expect(await names()).toEqual(["My phone"]);
  expect(await stored.push({ name: "my Phone", entry: PHONE })).toEqual({ kind: "changed", keys: ["NAME"] });
  expect(await stored.remove("MY PHONE")).toBe(true);
  expect(await channels.readChannels()).toEqual([]);
});

test("an e-mail without a topic goes to the stack's own", async () => {
  await stored.push({ name: "mail", entry: { CHANNEL: "email" } });
  expect(await channels.listChannels()).toMatchObject([{ target: { kind: "email", topicArn: TOPIC } }]);
});

test("while SSM fails what was read last is used, and that is said; with nothing read, it throws", async () => {
  ssm.fail("throttled");
  await expect(channels.listChannels()).rejects.toThrow("ThrottlingException");
  await stored.push({ name: "phone", entry: PHONE });
  await names();
  clock.advance(300_000);
  ssm.fail("throttled");
  expect(await names()).toEqual(["phone"]);
  expect(telemetry.lines.join()).toContain('"reason":"ThrottlingException"');
  expect(telemetry.lines.join()).not.toContain("secret");
});

test.each([
  ["no JSON at all: secret", "not JSON"],
  ['{"CHANNEL":"telegram","BOT_TOKEN":"secret","CHAT_ID":1}', "BOT_TOKEN is digits"],
  ["", "empty"],
])("what cannot be used (%s) is a channel that says why, in words without it", async (text, why) => {
  ssm.put(`${PREFIX}/secret/channels/my.20.phone`, text);
  const [channel] = await channels.listChannels();
  expect(channel).toMatchObject({
    name: "my phone",
    target: { kind: "broken", problem: expect.stringContaining(why) },
  });
  expect(JSON.stringify(channel)).not.toContain("secret");
  expect(await stored.push({ name: "my phone", entry: PHONE })).toMatchObject({ kind: "changed" });
});

test("all of them can be removed, whatever they hold and however they are named", async () => {
  await stored.push({ name: "phone", entry: PHONE });
  ssm.put(`${PREFIX}/secret/channels/by.hand`, "nonsense");
  ssm.put(`${PREFIX}/secret/token`, "stays");
  expect(await stored.removeAll()).toBe(2);
  expect([...ssm.parameters.keys()]).toEqual([`${PREFIX}/secret/token`]);
});

test("an entry that a parameter cannot hold is refused", async () => {
  const long = { ...PHONE, ACCOUNTS: Array.from({ length: 500 }, (_, index) => `account${index}`) };
  await expect(stored.push({ name: "phone", entry: long })).rejects.toThrow(
    /channel phone is \d+ bytes long, 4096 are allowed/,
  );
});
