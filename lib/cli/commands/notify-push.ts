import { readNotificationEntries } from "../../adapters/local/file-notifications.ts";
import type { PushOutcome } from "../../adapters/parameters/push-entry.ts";
import type { Command, CommandContext } from "../command.ts";
import { CommandError } from "../errors.ts";
import { selectChannels, warnOfAccounts } from "../notify-channels.ts";
import { printJson, printLine, tellPush } from "../print.ts";

/** notifications.json to the stack. */
export const notifyPush: Command = {
  options: [],
  examples: ["whook notify push", 'whook notify push "my phone" --stack whook'],
  where: "stack",
  async run(context, { args }) {
    const { io, isJson, backend } = context;
    const { channels, facts } = await context.openStack();
    const entries = await entriesOf(context, { name: args[0], topicArn: facts.topicArn });
    const pushed: { channel: string; outcome: PushOutcome }[] = [];
    for (const { name, entry } of entries)
      pushed.push({ channel: name, outcome: await channels.push({ name, entry }) });
    await warnOfAccounts(backend, entries, io.err);
    if (isJson) {
      printJson(
        io,
        pushed.map(({ channel, outcome }) => ({ channel, ...outcome })),
      );
      return 0;
    }
    for (const { channel, outcome } of pushed) printLine(io, `${channel}  ${tellPush(outcome)}`);
    if (pushed.some(({ outcome }) => outcome.kind !== "unchanged"))
      printLine(io, "used within five minutes; try them now: whook notify test");
    return 0;
  },
};

async function entriesOf(
  { env: { notificationsFile } }: CommandContext,
  { name, topicArn }: { readonly name: string | undefined; readonly topicArn: string },
) {
  const read = await readNotificationEntries(notificationsFile, topicArn);
  if (!read.ok) throw new CommandError(read.error.join("; "));
  const entries = read.value.map(({ channel, entry }) => ({ ...channel, entry }));
  const foreign = entries.find(({ target }) => target.kind === "email" && target.topicArn !== topicArn);
  if (foreign !== undefined)
    throw new CommandError(
      `channel ${foreign.name}: a stack sends e-mail through its own topic only: leave TOPIC_ARN out, and give the address with whook deploy --notify-email`,
    );
  return selectChannels(entries, { name, where: notificationsFile });
}
