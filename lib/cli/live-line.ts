// One event, one plain line.
import type { LiveEvent, LiveKind } from "../app/live-event.ts";
import type { TimeZone } from "../core/time-zone.ts";
import type { CliIo } from "./command.ts";
import { type Tone, toned } from "./print.ts";

/** What makes no line: the others say it, or it is said by what follows. */
const SILENT: ReadonlySet<LiveKind> = new Set(["attempt", "plan"]);
const TONES: Readonly<Partial<Record<LiveKind, Tone>>> = {
  "bad-line": "bad",
  warning: "warning",
  refused: "warning",
  unknown: "warning",
  unread: "warning",
  smaller: "warning",
  waiting: "warning",
  filled: "good",
  placed: "good",
  rejected: "bad",
  expired: "bad",
};
const KIND_WIDTH = 9;

/** `09:30:00  filled     demo ETH/USDT:USDT  buy: 0.5 contracts at 2001`; undefined: it makes no line. */
export function liveLine(io: CliIo, zone: TimeZone, event: LiveEvent): string | undefined {
  const { at, kind, account, symbol, line, text } = event;
  if (SILENT.has(kind)) return undefined;
  const who = account === undefined ? [] : [`${account} ${symbol ?? ""}`.trimEnd()];
  const where = account === undefined && line !== undefined ? [`line ${line}: ${text}`] : [withoutEnd(text, event)];
  const time = toned(io, "quiet", zone.write(Date.parse(at)).slice(11));
  const word = toned(io, TONES[kind] ?? "quiet", kind.padEnd(KIND_WIDTH));
  return [time, word, ...who, ...where].join("  ");
}

/** Without the full stop, and "it" for ids of ours, which say nothing to a person. */
function withoutEnd(text: string, { orderId }: LiveEvent): string {
  const plain = text.replace(/\.$/, "");
  return orderId === undefined || !plain.includes(orderId)
    ? plain
    : plain.replaceAll(new RegExp(`${orderId}\\w{3}`, "g"), "it");
}
