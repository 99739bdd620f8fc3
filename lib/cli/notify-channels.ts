// The channels a notify command works on: those of the file on this machine, or those of a stack.
import { readNotificationsFile } from "../adapters/local/file-notifications.ts";
import type { ConfiguredChannel } from "../config/notifications.ts";
import type { Backend } from "./backend.ts";
import type { CommandContext } from "./command.ts";
import { CommandError } from "./errors.ts";

/** @param name - only this one. @throws CommandError with every problem of the file, or naming the channels there are. */
export async function findChannels(
  { env: { stack, notificationsFile }, openStack }: CommandContext,
  name: string | undefined,
): Promise<readonly ConfiguredChannel[]> {
  if (stack !== undefined) {
    const { channels } = await openStack();
    return selectChannels(await channels.list(), { name, where: `stack ${stack}` });
  }
  const read = await readNotificationsFile(notificationsFile);
  if (!read.ok) throw new CommandError(read.error.join("; "));
  return selectChannels(read.value.channels, { name, where: notificationsFile });
}

/** @throws CommandError when there are none, or none of that name. */
export function selectChannels<T extends Pick<ConfiguredChannel, "name">>(
  channels: readonly T[],
  { name, where }: { readonly name: string | undefined; readonly where: string },
): readonly T[] {
  if (channels.length === 0)
    throw new CommandError(`there are no channels in ${where}: docs/notifications.md shows how to write one`);
  if (name === undefined) return channels;
  const found = channels.filter((channel) => channel.name.toLowerCase() === name.toLowerCase());
  if (found.length > 0) return found;
  throw new CommandError(
    `no channel ${name} in ${where}; there are ${channels.map((channel) => channel.name).join(", ")}`,
  );
}

/** A name that no account has would never be told of anything. */
export async function warnOfAccounts(
  backend: Backend,
  channels: readonly Pick<ConfiguredChannel, "name" | "subscription">[],
  warn: (text: string) => void,
): Promise<void> {
  const accounts = await backend.listAccounts().catch(() => undefined);
  if (accounts === undefined) return;
  const known = accounts.map(({ id }) => id.toLowerCase());
  for (const { name, subscription } of channels)
    for (const account of subscription.accounts ?? [])
      if (!known.includes(account)) warn(`whook: channel ${name}: there is no account ${account}\n`);
}
