// One entry of notifications.json as a stack keeps it: one parameter each.
import { CHOSEN_EVENTS } from "./channels/fields.ts";
import { type ConfiguredChannel, parseNotifications } from "./notifications.ts";

/** Never fails: an entry that cannot be used is a channel that takes nothing and says why. @param stored.name - used when the entry has none that can be read. */
export function decodeChannel(
  { name, text }: { readonly name: string; readonly text: string },
  ownTopic: string,
): ConfiguredChannel {
  const parsed = parseNotifications(`[${text}]`, { ownTopic });
  if (parsed.ok && parsed.value[0] !== undefined) return parsed.value[0];
  const problem = `what is stored is not valid: ${parsed.ok ? "it is empty" : parsed.error.join("; ")}`;
  return { name, target: { kind: "broken", problem }, subscription: { events: CHOSEN_EVENTS } };
}
