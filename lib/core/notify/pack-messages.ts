import { headOf } from "../words.ts";
import type { Notification } from "./notification.ts";

/** How a channel takes notifications. */
export type Packing =
  /** One notification a message; what is more than `perPass` waits for the next pass. */
  | { readonly kind: "single"; readonly perPass: number }
  /** Several in one text; what does not fit into `perPass` messages is counted in the last one. */
  | { readonly kind: "text"; readonly perPass: number; readonly maxCharacters: number };

/** What is sent through a channel at once. */
export interface Message {
  readonly text: string;
  /** Those it tells, counted ones included. */
  readonly notifications: readonly Notification[];
}

const GAP = "\n\n";
const CUT = "…";

/** The messages of one pass. In a flood those that failed come first and the rest is counted. */
export function packMessages(notifications: readonly Notification[], packing: Packing): readonly Message[] {
  if (packing.kind === "single") {
    return notifications.slice(0, packing.perPass).map((one) => ({ text: one.text, notifications: [one] }));
  }
  const { perPass, maxCharacters } = packing;
  const messages = fill(notifications, maxCharacters);
  if (messages.length <= perPass) return messages;
  const room = maxCharacters - restOf(notifications.length).length - GAP.length;
  const sorted = fill([...failuresFirst(notifications)], room);
  const shown = sorted.slice(0, perPass);
  const counted = sorted.slice(perPass).flatMap((message) => message.notifications);
  return shown.map((message, index) =>
    index < perPass - 1
      ? message
      : {
          text: message.text + GAP + restOf(counted.length),
          notifications: [...message.notifications, ...counted],
        },
  );
}

function restOf(count: number): string {
  return `And ${count} more: whook trades`;
}

/** Fills alone can wait to be read. */
function failuresFirst(notifications: readonly Notification[]): readonly Notification[] {
  return [
    ...notifications.filter(({ event }) => event !== "filled"),
    ...notifications.filter(({ event }) => event === "filled"),
  ];
}

function fill(notifications: readonly Notification[], maxCharacters: number): readonly Message[] {
  const messages: Message[] = [];
  for (const one of notifications) {
    const text = cut(one.text, maxCharacters);
    const last = messages.at(-1);
    if (last !== undefined && last.text.length + GAP.length + text.length <= maxCharacters) {
      messages[messages.length - 1] = { text: last.text + GAP + text, notifications: [...last.notifications, one] };
    } else messages.push({ text, notifications: [one] });
  }
  return messages;
}

/** What says that it is cut counts too: a channel takes no more. */
function cut(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : headOf(text, maxCharacters - CUT.length) + CUT;
}
