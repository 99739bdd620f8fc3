// One event, one plain line.
import type { LiveEvent, LiveKind } from "../app/live-event.ts";
import type { TimeZone } from "../core/time-zone.ts";
import type { CliIo } from "./command.ts";
import { type Tone, toned } from "./print.ts";
import { wrapWords } from "./wrap-words.ts";

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
const GAP = "  ";
/** What does not fit the terminal goes on under the kind, word by word. */
const HANG = " ".repeat("00:00:00".length + GAP.length);
/** In front of an id that only names what was sent. */
const NAMED = ", as ";
/** What an id of ours has behind the order's. */
const STEP = /^\w{3}/;
const STEP_LENGTH = 3;
/** Where less than that is left, the terminal breaks lines as it likes. */
const LEAST_WIDTH = 40;

/** `09:30:00  filled     demo ETH/USDT:USDT  buy: 0.5 contracts at 2001`; undefined: it makes no line. */
export function liveLine(io: CliIo, zone: TimeZone, event: LiveEvent): string | undefined {
  const { at, kind, account, symbol, line, text } = event;
  if (SILENT.has(kind)) return undefined;
  const who = account === undefined ? [] : [`${account} ${symbol ?? ""}`.trimEnd()];
  const where = account === undefined && line !== undefined ? [`line ${line}: ${text}`] : [withoutEnd(text, event)];
  const time = zone.write(Date.parse(at)).slice(11);
  const word = kind.padEnd(KIND_WIDTH);
  const plain = [time, word, ...who, ...where].join(GAP);
  const fitted = wrapWords(plain.split(" "), io.width && Math.max(io.width, LEAST_WIDTH), HANG);
  const rest = fitted.slice(time.length + GAP.length + word.length);
  return `${toned(io, "quiet", time)}${GAP}${toned(io, TONES[kind] ?? "quiet", word)}${rest}`;
}

/** Without the full stop, and "it" for ids of ours, which say nothing to a person. */
function withoutEnd(text: string, { orderId }: LiveEvent): string {
  const plain = text.endsWith(".") ? text.slice(0, -1) : text;
  if (orderId === undefined || !plain.includes(orderId)) return plain;
  const [before = "", ...after] = plain.split(orderId);
  return after.reduce((told, rest) => {
    if (!STEP.test(rest)) return told + orderId + rest;
    const behind = rest.slice(STEP_LENGTH);
    return told.endsWith(NAMED) ? told.slice(0, -NAMED.length) + behind : `${told}it${behind}`;
  }, before);
}
