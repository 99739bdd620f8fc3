import type { AlertIssue } from "../alert/alert-order.ts";
import type { AlertId, UnixMs } from "../ids.ts";
import { counted, headOf } from "../words.ts";
import type { Notification } from "./notification.ts";

/** Of an alert: what it takes to tell of its bad lines, and of what was worth saying of its good ones. */
export interface AlertToTell {
  readonly alertId: AlertId;
  readonly receivedAt: UnixMs;
  readonly text: string;
  readonly accepted: readonly { readonly line: number; readonly account: string }[];
  readonly rejected: readonly BadLine[];
  /** How many more bad lines there were. */
  readonly unlisted?: number;
  readonly warnings: readonly AlertIssue[];
}

interface BadLine {
  readonly line: number;
  readonly text: string;
  readonly code: string;
  readonly message: string;
}

/** Of an alert's lines so many are told; the others are counted. */
const SHOWN = 5;
/** In characters, of a line and of what is said of it. */
const LONGEST_LINE = 200;
const LONGEST_MESSAGE = 500;

/** Whether there is anything to tell of an alert. */
export function isToBeTold({ rejected, warnings }: Pick<AlertToTell, "rejected" | "warnings">): boolean {
  return rejected.length + warnings.length > 0;
}

/**
 * One notification for all bad lines of an alert, and one for the warnings of its good ones.
 * @param accounts - the configured ids: bad lines are told to the accounts they name, to everyone when one names none.
 */
export function tellAlert(alert: AlertToTell, accounts: readonly string[]): readonly Notification[] {
  return [
    ...(alert.rejected.length === 0 ? [] : [tellBadLines(alert, accounts)]),
    ...(alert.warnings.length === 0 ? [] : [tellWarnedLines(alert)]),
  ];
}

function tellBadLines(alert: AlertToTell, accounts: readonly string[]): Notification {
  const { alertId, receivedAt, rejected, unlisted = 0, accepted } = alert;
  const count = rejected.length + unlisted;
  const [only] = rejected;
  const isOne = only !== undefined && count === 1;
  const good = accepted.length === 0 ? [] : [`Its ${counted(accepted.length, "good line")} went on.`];
  const lines = isOne
    ? [`Bad alert, nothing was traded for ${sayBad(only)}`, ...quoted("Line: ", only.text)]
    : [
        `Bad alert, nothing was traded for ${count} of its lines:`,
        ...rejected.slice(0, SHOWN).flatMap((bad) => [sayBad(bad), ...quoted("  ", bad.text)]),
        ...more(count, "bad line"),
      ];
  return {
    key: `${alertId}:bad`,
    event: "bad-alert",
    at: receivedAt,
    text: [...lines, ...good, ...(isOne ? [] : [`More: whook order ${alertId}`])].join("\n"),
    ...concerning(rejected.map(({ text }) => accountIn(text, accounts))),
    alertId,
  };
}

function sayBad({ line, code, message }: BadLine): string {
  return `line ${line} (${code}): ${cut(message, LONGEST_MESSAGE)}`;
}

function tellWarnedLines({ alertId, receivedAt, text, accepted, warnings }: AlertToTell): Notification {
  const lines = text.split("\n");
  const shown = warnings.slice(0, SHOWN).flatMap(({ line, message }) => {
    return [`Warning, line ${line}: ${cut(message, LONGEST_MESSAGE)}`, ...quoted("  ", lines[line - 1] ?? "")];
  });
  return {
    key: `${alertId}:warning`,
    event: "warning",
    at: receivedAt,
    text: [...shown, ...more(warnings.length, "warning"), `More: whook order ${alertId}`].join("\n"),
    ...concerning(warnings.map(({ line }) => accepted.find((good) => good.line === line)?.account)),
    alertId,
  };
}

function more(count: number, what: string): readonly string[] {
  return count > SHOWN ? [`And ${counted(count - SHOWN, `more ${what}`)}.`] : [];
}

function quoted(before: string, line: string): readonly string[] {
  return line.trim() === "" ? [] : [before + cut(line.trim(), LONGEST_LINE)];
}

/** The ellipsis comes on top: so much of the text is shown. */
function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${headOf(text, longest)}…`;
}

/** Of nobody in particular as soon as one line names no account. */
function concerning(named: readonly (string | undefined)[]): Pick<Notification, "account" | "accounts"> {
  const accounts = [...new Set(named)].filter((account) => account !== undefined);
  const [account] = accounts;
  if (account === undefined || named.includes(undefined)) return {};
  return accounts.length === 1 ? { account } : { accounts };
}

function accountIn(text: string, accounts: readonly string[]): string | undefined {
  const words = text.toLowerCase().split(/\s+/u);
  return accounts.find((account) => words.includes(account.toLowerCase()));
}
