import { visible } from "./characters.ts";
import type { LineReport } from "./line-report.ts";
import type { ClassifiedToken, Part, PartKind } from "./part.ts";
import type { Token } from "./tokenize.ts";

/** Earlier words are quoted at most this long. */
const MAX_QUOTED = 40;

/** The parts of a line by class. A class that is there but badly made is in `present` only. */
export interface LineParts {
  readonly present: ReadonlySet<PartKind>;
  find<K extends PartKind>(kind: K): { readonly token: Token; readonly part: Extract<Part, { kind: K }> } | undefined;
}

/** For messages on a word too many: behind a value without quotes it may be the rest of that value. */
export function quotingHint({ behind }: Token): string {
  if (behind === undefined) return "";
  const [name] = behind.split(":", 1);
  return `; if it belongs to "${visible(behind.slice(0, MAX_QUOTED))}", write the whole value in quotes: ${name}:"..."`;
}

/** The parts of a line: a second one of a class is an error, and so is one that is badly made. */
export function collectParts(tokens: readonly ClassifiedToken[], report: LineReport): LineParts {
  const byKind = new Map<PartKind, ClassifiedToken>();
  for (const classified of tokens) {
    const { token, kind, bad, note } = classified;
    if (kind === "tag" || kind === "price") {
      collectAnnotation(classified, byKind, report);
      continue;
    }
    if (note !== undefined) {
      report.warn(note.code, note.message, token);
      continue;
    }
    const first = byKind.get(kind);
    if (bad !== undefined) report.error(bad.code, bad.message, token);
    else if (first !== undefined)
      report.error(
        "DUPLICATE_PART",
        `a second ${kind}, after "${visible(first.token.text.slice(0, MAX_QUOTED))}": one is allowed${quotingHint(token)}`,
        token,
      );
    if (first === undefined) byKind.set(kind, classified);
  }
  return {
    present: new Set(byKind.keys()),
    find: <K extends PartKind>(kind: K) => {
      const found = byKind.get(kind);
      return found?.part === undefined
        ? undefined
        : { token: found.token, part: found.part as Extract<Part, { kind: K }> };
    },
  };
}

/** Annotations refuse nothing: the first that can be read is kept, and what is not is said. */
function collectAnnotation(
  classified: ClassifiedToken,
  byKind: Map<PartKind, ClassifiedToken>,
  report: LineReport,
): void {
  const { token, kind, part, note } = classified;
  if (part !== undefined && byKind.has(kind)) {
    report.warn("IGNORED", `a second ${kind}, the first one is kept: ignored${quotingHint(token)}`, token);
    return;
  }
  if (part !== undefined) byKind.set(kind, classified);
  if (note !== undefined) report.warn(note.code, note.message, token);
}
