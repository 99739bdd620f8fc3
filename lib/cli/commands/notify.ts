import { readNotificationsFile } from "../../adapters/local/file-notifications.ts";
import { systemClock } from "../../adapters/local/system-clock.ts";
import { openChannels } from "../../adapters/open-channels.ts";
import type { LocalEnv } from "../../config/env.ts";
import type { ConfiguredChannel } from "../../config/notifications.ts";
import type { Notification } from "../../core/notify/notification.ts";
import { packMessages } from "../../core/notify/pack-messages.ts";
import type { Backend } from "../backend.ts";
import type { Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printLine, printTable, toned } from "../print.ts";

/** Sends one message through each channel. */
export const notifyTest: Command = {
  name: "test",
  summary: "send a test message through each channel of notifications.json",
  options: [{ flags: "--channel <NAME>", summary: "only this channel" }],
  examples: ["whook notify test", "whook notify test --channel 'my phone'"],
  async run({ io, env, backend, isJson }, { options }) {
    const channels = await selectChannels(env, options.channel);
    const opened = await openChannels(channels);
    const results = await Promise.all(
      opened.map(async ({ name, channel }) => {
        const [message] = packMessages([testNotification(name)], channel.packing);
        const outcome = message === undefined ? undefined : await channel.send(message);
        return outcome === undefined || outcome.kind === "sent"
          ? { channel: name, sent: true }
          : { channel: name, sent: false, reason: outcome.reason };
      }),
    );
    if (isJson) printJson(io, results);
    else
      for (const { channel, sent, reason } of results)
        printLine(
          io,
          `${sent ? toned(io, "good", "sent    ") : toned(io, "bad", "not sent")}  ${channel}${reason === undefined ? "" : `: ${reason}`}`,
        );
    await warnOfAccounts(backend, channels, io.err);
    return results.every(({ sent }) => sent) ? 0 : 1;
  },
};

/** The channels of the file, without their secrets. */
export const notifyList: Command = {
  name: "list",
  summary: "list the channels of notifications.json, without their secrets",
  options: [],
  examples: ["whook notify list", "whook notify list --json"],
  async run({ io, env, backend, isJson }) {
    const channels = await selectChannels(env, undefined);
    const rows = channels.map(({ name, target, subscription, silenceHours }) => ({
      channel: name,
      kind: target.kind,
      events: subscription.events,
      ...(subscription.accounts === undefined ? {} : { accounts: subscription.accounts }),
      ...(silenceHours === undefined ? {} : { silenceHours }),
    }));
    if (isJson) printJson(io, rows);
    else
      printTable(
        io,
        [{ title: "channel" }, { title: "kind" }, { title: "accounts" }, { title: "told of" }],
        rows.map(({ channel, kind, accounts, events, silenceHours }) => [
          channel,
          kind,
          accounts?.join(" ") ?? "all",
          events.map((event) => (event === "silence" ? `silence of ${silenceHours} h` : event)).join(", "),
        ]),
      );
    await warnOfAccounts(backend, channels, io.err);
    return 0;
  },
};

/** @throws CommandError with every problem of the file, or naming the channels there are. */
async function selectChannels(
  { notificationsFile }: LocalEnv,
  name: string | undefined,
): Promise<readonly ConfiguredChannel[]> {
  const read = await readNotificationsFile(notificationsFile);
  if (!read.ok) throw new CommandError(read.error.join("; "));
  const { channels } = read.value;
  if (channels.length === 0)
    throw new CommandError(
      `there are no channels in ${notificationsFile}: README, "Notifications", shows how to write one`,
    );
  if (name === undefined) return channels;
  const found = channels.filter((channel) => channel.name.toLowerCase() === name.toLowerCase());
  if (found.length > 0) return found;
  throw new CommandError(`no channel ${name}; there are ${channels.map((channel) => channel.name).join(", ")}`);
}

/** A name that no account has would never be told of anything. */
async function warnOfAccounts(
  backend: Backend,
  channels: readonly ConfiguredChannel[],
  warn: (text: string) => void,
): Promise<void> {
  const accounts = await backend.listAccounts().catch(() => undefined);
  if (accounts === undefined) return;
  const known = accounts.map(({ id }) => id.toLowerCase());
  for (const { name, subscription } of channels)
    for (const account of subscription.accounts ?? [])
      if (!known.includes(account)) warn(`whook: channel ${name}: there is no account ${account}\n`);
}

function testNotification(channel: string): Notification {
  const at = systemClock.now();
  return { key: `test:${at}`, event: "test", at, text: `This is a test of whook's channel "${channel}". It works.` };
}
