import { systemClock } from "../../adapters/local/system-clock.ts";
import { openChannels } from "../../adapters/open-channels.ts";
import { type ChannelTrial, tryChannels } from "../../app/try-channels.ts";
import type { ConfiguredChannel } from "../../config/notifications.ts";
import { defined } from "../../core/defined.ts";
import type { NotifyEvent } from "../../core/notify/notification.ts";
import type { Command, CommandContext } from "../command.ts";
import { findChannels, warnOfAccounts } from "../notify-channels.ts";
import { printJson, printLine, printTable, toned } from "../print.ts";

/** Sends one message through each channel: from here, or with a stack from its own function. */
export const notifyTest: Command = {
  options: [{ flags: "--channel <NAME>", summary: "only this channel" }],
  examples: ["whook notify test", 'whook notify test --channel "my phone"', "whook notify test --stack whook"],
  async run(context, { options }) {
    const { io, env, backend, isJson } = context;
    const channels = await findChannels(context, options.channel);
    const trials =
      env.stack === undefined
        ? await tryChannels(await openChannels(channels), systemClock)
        : await tryInStack(context, { channels, name: options.channel });
    if (isJson) printJson(io, trials);
    else
      for (const { channel, sent, reason } of trials)
        printLine(
          io,
          `${sent ? toned(io, "good", "sent    ") : toned(io, "bad", "not sent")}  ${channel}${reason === undefined ? "" : `: ${reason}`}`,
        );
    await warnOfAccounts(backend, channels, io.err);
    return trials.every(({ sent }) => sent) ? 0 : 1;
  },
};

/** The channels, without their secrets. */
export const notifyList: Command = {
  options: [],
  examples: ["whook notify list", "whook notify list --stack whook --json"],
  async run(context) {
    const { io, backend, isJson } = context;
    const channels = await findChannels(context, undefined);
    const rows = channels.map(({ name, target, subscription, silenceHours, digest }) => ({
      channel: name,
      kind: target.kind,
      ...(target.kind === "broken" ? { problem: target.problem } : {}),
      events: subscription.events,
      ...defined({ accounts: subscription.accounts, silenceHours, digest }),
    }));
    if (isJson) printJson(io, rows);
    else
      printTable(
        io,
        [{ title: "channel" }, { title: "kind" }, { title: "accounts" }, { title: "told of" }],
        rows.map(({ channel, kind, accounts, events, silenceHours, digest, problem }) => {
          const told: Partial<Record<NotifyEvent, string>> = {
            silence: `silence of ${silenceHours} h`,
            digest: `digest at ${digest?.at} ${digest?.timezone}`,
          };
          return [
            channel,
            kind,
            accounts?.join(" ") ?? "all",
            problem ?? events.map((event) => told[event] ?? event).join(", "),
          ];
        }),
      );
    await warnOfAccounts(backend, channels, io.err);
    return 0;
  },
};

/** SNS takes an e-mail for a topic that nobody has subscribed to as well: that would look like success. */
async function tryInStack(
  { openStack }: CommandContext,
  { channels, name }: { readonly channels: readonly ConfiguredChannel[]; readonly name: string | undefined },
): Promise<readonly ChannelTrial[]> {
  const { facts } = await openStack();
  const { invokeNotifyTest } = await import("../../adapters/aws/notifier-function.ts");
  const { countSubscribers } = await import("../../adapters/aws/sns-channel.ts");
  const { region, notifierFunction: functionName } = facts;
  const trials = await invokeNotifyTest({ region, functionName }, defined({ channel: name }));
  return Promise.all(
    trials.map(async (trial) => {
      const target = channels.find((channel) => channel.name === trial.channel)?.target;
      if (!trial.sent || target?.kind !== "email" || (await countSubscribers(target.topicArn)) > 0) return trial;
      const reason =
        "nobody gets it yet: confirm the e-mail AWS sent when the address was given, with whook deploy --notify-email ADDRESS";
      return { channel: trial.channel, sent: false, reason };
    }),
  );
}
