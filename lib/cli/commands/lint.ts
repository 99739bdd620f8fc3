import { maxBodyBytes } from "../../app/answer-request.ts";
import { MAX_ALERT_BYTES } from "../../config/limits.ts";
import type { AlertAccount, AlertIssue, AlertOrder, ParsedAlert } from "../../core/alert/alert-order.ts";
import { decodeAlert } from "../../core/alert/decode-alert.ts";
import { formatAlert } from "../../core/alert/format-alert.ts";
import { parseAlert } from "../../core/alert/parse-alert.ts";
import { beginsAsJson, readBody } from "../../core/alert/read-body.ts";
import { warnTimeAhead } from "../../core/alert/time-ahead.ts";
import { unixMs } from "../../core/ids.ts";
import type { CliIo, Command, CommandContext, ExitCode } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { fillTemplate } from "../fill-template.ts";
import { printJson, printLine, toned } from "../print.ts";

const TEMPLATE_HINT = "a text with placeholders, before TradingView fills them in: whook lint --template TEXT";

/** Parse and explain, offline. */
export const lint: Command = {
  options: [{ flags: "--template", summary: "fill TradingView's placeholders in with samples: long, short, flat" }],
  examples: [
    "whook lint demo ETH/USDT buy 100$ x2",
    'whook lint "demo ETH/USDT buy 100$ x2"        quotes are needed only where the shell takes a sign as its own',
    'whook lint --template "demo {{ticker}} pos {{strategy.position_size}} x3"',
    "whook lint < alert.txt          the text from a file",
    "whook lint --json demo ETH/USDT byu 5",
  ],
  async run({ io, backend, isJson }: CommandContext, { args, flags }) {
    const body = await readInput(args, { io, maxBytes: maxBodyBytes(MAX_ALERT_BYTES) });
    const accounts = await backend.listAccounts().catch((error: unknown) => {
      throw error instanceof CommandError ? new UsageError(error.message) : error;
    });
    if (flags.has("template")) return lintTemplate(body, accounts, { io, isJson });
    const result = lintBody(body, accounts);
    if (isJson) printJson(io, result);
    else {
      explain(result, io);
      if (result.errors.some(({ code }) => code === "PLACEHOLDER")) printLine(io, TEMPLATE_HINT);
    }
    return result.errors.length > 0 ? 1 : 0;
  },
};

function lintTemplate(
  body: string,
  accounts: readonly AlertAccount[],
  { io, isJson }: Pick<CommandContext, "io" | "isJson">,
): ExitCode {
  const filled = fillTemplate(body, accounts, Date.now());
  const samples = filled.map(({ name, text }) => ({ name, text, result: lintBody(text, accounts) }));
  if (isJson) printJson(io, { samples });
  else
    for (const { name, text, result } of samples) {
      printLine(io, `${name}: ${text}`);
      explain(result, io);
    }
  return samples.some(({ result }) => result.errors.length > 0) ? 1 : 0;
}

/** What the text says, and what is worth saying of it now. */
function lintBody(body: string, accounts: readonly AlertAccount[]): ParsedAlert {
  const { orders, errors, warnings } = parseBody(body, accounts);
  const now = unixMs(Date.now());
  const ahead = orders.map((order) => warnTimeAhead(order, now)).filter((warning) => warning !== undefined);
  return { orders: orders.map(shown), errors, warnings: [...warnings, ...ahead] };
}

/** An order as `lint --json` has it (docs/design.md#interfaces). */
function shown(order: AlertOrder): AlertOrder {
  if (!("prevIsSize" in order)) return order;
  const { prevIsSize: _kept, ...told } = order;
  return told;
}

/** What the webhook would make of a body: text, or JSON with the text in it. @throws UsageError when the text is too long. */
function parseBody(body: string, accounts: readonly AlertAccount[]): ParsedAlert {
  const text = readBody(body);
  if (!text.ok) return { orders: [], errors: [text.error], warnings: [] };
  const fitting = decodeAlert(new TextEncoder().encode(text.value), MAX_ALERT_BYTES);
  if (!fitting.ok) throw new UsageError(fitting.error.message);
  return parseAlert(fitting.value, accounts);
}

/** The alert's text, given as one argument or as its words, or read from standard input. @throws UsageError when it is too long, not UTF-8, or JSON. */
export async function alertText(args: readonly string[], io: CliIo): Promise<string> {
  const text = await readInput(args, { io, maxBytes: MAX_ALERT_BYTES });
  if (beginsAsJson(text)) throw new UsageError("write the alert's text alone, without JSON around it; lint reads JSON");
  return text;
}

async function readInput(
  args: readonly string[],
  { io, maxBytes }: { readonly io: CliIo; readonly maxBytes: number },
): Promise<string> {
  const option = args.find((arg) => arg.startsWith("--"));
  if (option !== undefined) throw new UsageError(`unknown option '${option}'`);
  // Windows' cmd knows no single quotes: it hands them on.
  const text = args.join(" ").replace(/^'(.*)'$/s, "$1");
  const isStdin = args.length === 0 || text === "-";
  const bytes = isStdin ? await io.readStdin() : new TextEncoder().encode(text);
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
