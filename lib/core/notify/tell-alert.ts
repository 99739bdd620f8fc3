import type { AlertId, UnixMs } from "../ids.ts";
import type { Notification } from "./notification.ts";

/** Of an alert: what it takes to tell of its bad lines. */
export interface AlertWithBadLines {
  readonly alertId: AlertId;
  readonly receivedAt: UnixMs;
  readonly rejected: readonly {
    readonly line: number;
    readonly text: string;
    readonly code: string;
    readonly message: string;
  }[];
}

/** One notification for each bad line. @param accounts - the configured ids: a line is told to the account it names. */
export function tellAlert(
  { alertId, receivedAt, rejected }: AlertWithBadLines,
  accounts: readonly string[],
): readonly Notification[] {
  return rejected.map(({ line, text, code, message }) => {
    const account = accountIn(text, accounts);
    const heading = `Bad alert, nothing was traded for line ${line} (${code}): ${message}`;
    return {
      key: `${alertId}:${line}`,
      event: "bad-alert",
      at: receivedAt,
      text: text.trim() === "" ? heading : `${heading}\nLine: ${text.trim()}`,
      ...(account === undefined ? {} : { account }),
      alertId,
    };
  });
}

function accountIn(text: string, accounts: readonly string[]): string | undefined {
  const words = text.toLowerCase().split(/\s+/u);
  return accounts.find((account) => words.includes(account.toLowerCase()));
}
