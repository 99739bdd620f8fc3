import { maxBodyBytes } from "../../app/answer-request.ts";
import { MAX_ALERT_BYTES } from "../../config/limits.ts";
import type { AlertAccount, AlertIssue, AlertOrder, ParsedAlert } from "../../core/alert/alert-order.ts";
import { decodeAlert } from "../../core/alert/decode-alert.ts";
import { formatAlert } from "../../core/alert/format-alert.ts";
import { parseAlert } from "../../core/alert/parse-alert.ts";
import { beginsAsJson, readBody } from "../../core/alert/read-body.ts";
import type { CliIo, Command, CommandContext } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { printJson, printLine, toned } from "../print.ts";

/** Parse and explain, offline. */
export const lint: Command = {
  options: [],
  examples: [
    "whook lint 'demo ETH/USDT buy 100$ x2'",
    "whook lint < alert.txt          the text from a file",
    "whook lint --json 'demo ETH/USDT byu 5'",
  ],
  async run({ io, backend, isJson }: CommandContext, { args }) {
    const body = await readInput(args[0], { io, maxBytes: maxBodyBytes(MAX_ALERT_BYTES) });
    const accounts = await backend.listAccounts().catch((error: unknown) => {
      throw error instanceof CommandError ? new UsageError(error.message) : error;
    });
    const parsed = parseBody(body, accounts);
    if (isJson) printJson(io, { orders: parsed.orders, errors: parsed.errors, warnings: parsed.warnings });
    else explain(parsed, io);
    return parsed.errors.length > 0 ? 1 : 0;
  },
};

/** What the webhook would make of a body: text, or JSON with the text in it. @throws UsageError when the text is too long. */
function parseBody(body: string, accounts: readonly AlertAccount[]): ParsedAlert {
  const text = readBody(body);
  if (!text.ok) return { orders: [], errors: [text.error], warnings: [] };
  const fitting = decodeAlert(new TextEncoder().encode(text.value), MAX_ALERT_BYTES);
  if (!fitting.ok) throw new UsageError(fitting.error.message);
  return parseAlert(fitting.value, accounts);
}

/** The alert's text, given as an argument or read from standard input. @throws UsageError when it is too long, not UTF-8, or JSON. */
export async function alertText(argument: string | undefined, io: CliIo): Promise<string> {
  const text = await readInput(argument, { io, maxBytes: MAX_ALERT_BYTES });
  if (beginsAsJson(text)) throw new UsageError("write the alert's text alone, without JSON around it; lint reads JSON");
  return text;
}

async function readInput(
  argument: string | undefined,
  { io, maxBytes }: { readonly io: CliIo; readonly maxBytes: number },
): Promise<string> {
  const isStdin = argument === undefined || argument === "-";
  const bytes = isStdin ? await io.readStdin() : new TextEncoder().encode(argument);
  const decoded = decodeAlert(bytes, maxBytes);
  if (!decoded.ok) throw new UsageError(decoded.error.message);
  return decoded.value;
}

function explain({ orders, errors, warnings }: ParsedAlert, io: CliIo): void {
  if (orders.length + errors.length === 0) printLine(io, "no order lines: blank lines and // comments only");
  for (const order of orders)
    printLine(io, `${toned(io, "good", "good")}     line ${order.line}: ${formatAlert(order)}`);
  for (const issue of errors) printLine(io, `${toned(io, "bad", "error")}    ${where(issue)}: ${issue.message}`);
  for (const issue of warnings) printLine(io, `${toned(io, "warning", "warning")}  ${where(issue)}: ${issue.message}`);
}

function where({ line, column }: AlertIssue): string {
  return column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
}

/** The one order of a text. @throws UsageError with what is wrong when there is not exactly one. */
export function onlyOrders(parsed: ParsedAlert): readonly AlertOrder[] {
  if (parsed.errors.length > 0) {
    throw new UsageError(parsed.errors.map((issue) => `${where(issue)}: ${issue.message}`).join("; "));
  }
  if (parsed.orders.length === 0) throw new UsageError("the text holds no order line");
  return parsed.orders;
}
