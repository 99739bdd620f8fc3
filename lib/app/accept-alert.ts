// The webhook's use case (docs/design.md#the-webhook): decode, parse everything, record, queue, answer.
//
// 1. The body is on record as open before anything of the alert is stored or queued, and closed only when the answer is
//    about to be sent: the same body arriving later tells by that whether we ever answered.
// 2. Order ids follow from the alert's id and the line, so that continuing an alert stores and queues nothing twice.
// 3. A throw means that something was not stored: the caller answers 503 and TradingView sends again.
import type { AlertIssue, AlertOrder } from "../core/alert/alert-order.ts";
import { visible } from "../core/alert/characters.ts";
import type { AlertWarningCode } from "../core/alert/issue-codes.ts";
import type { ParsedLine } from "../core/alert/parse-line.ts";
import { parseLines } from "../core/alert/parse-lines.ts";
import { symbolOf } from "../core/alert/symbol-of.ts";
import { warnTimeAhead } from "../core/alert/time-ahead.ts";
import type { OrderLine } from "../core/alert/tokenize.ts";
import { formatValue } from "../core/alert/written-value.ts";
import { NEW_ORDER_STATE, type OrderRecord } from "../core/execution/order-record.ts";
import { orderIdOf, type UnixMs, unixMs } from "../core/ids.ts";
import type { Account, AccountStore } from "../ports/account-store.ts";
import type { AlertStore, NewAlert, NewOrder } from "../ports/alert-store.ts";
import type { AcceptedLine, AlertRecord, OpenAlert, RejectedLine } from "../ports/ledger.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { type OpenAlertDeps, openAlert, type ResendWindow } from "./open-alert.ts";

/** Bad lines kept of one alert. */
const MAX_LISTED = 100;
const encoder = new TextEncoder();

/** What accepting an alert needs of the world. */
export interface AcceptAlertDeps extends OpenAlertDeps {
  readonly alertStore: Pick<AlertStore, "storeAlert">;
  readonly accounts: AccountStore;
  readonly telemetry: Telemetry;
  /** A hash of text as hexadecimal digits, the same in every process. */
  hash(text: string): string;
  readonly windows: AlertWindows;
  /** How many bytes of bad lines an answer holds, the others counted. Absent: all of them. */
  readonly maxAnswerBytes?: number;
}

/** Milliseconds. */
export interface AlertWindows extends ResendWindow {
  /** How long an `id:KEY` decides. */
  readonly keyMs: number;
}

/** What is answered: 200 when any line was accepted, 400 when none was. */
export interface AlertAnswer {
  readonly status: 200 | 400;
  readonly body: Pick<AlertRecord, "alertId" | "accepted" | "rejected" | "unlisted" | "warnings">;
}

/**
 * Accepts an alert's text. When it returns, every accepted line is durably queued.
 * @throws what the stores throw: the alert stays open, and a resend of the same body continues it.
 */
export async function acceptAlert(deps: AcceptAlertDeps, text: string): Promise<AlertAnswer> {
  const bodyHash = deps.hash(text);
  const accounts = await deps.accounts.listAccounts();
  const { alert, opened } = await openAlert(deps, bodyHash);
  const { orders, rejected, describe } = readAlert(deps, text, { alert, accounts });
  const kept = await deps.alertStore.storeAlert({ orders, describe });
  await deps.ledger.closeAlerts(bodyHash, opened);
  const { alertId, accepted, warnings } = describe(kept);
  deps.telemetry.count(accepted.length > 0 ? "AlertAccepted" : "AlertRejected");
  deps.telemetry.log("info", "alert answered", { alertId, accepted: accepted.length, rejected: rejected.length });
  return {
    status: accepted.length > 0 ? 200 : 400,
    body: { alertId, accepted, ...answered(rejected, deps.maxAnswerBytes), warnings },
  };
}

/** What of the text is to be kept, and every line that is refused, whether kept or not. */
interface ReadAlert extends NewAlert {
  readonly rejected: readonly RejectedLine[];
}

function readAlert(
  deps: AcceptAlertDeps,
  text: string,
  { alert, accounts }: { readonly alert: OpenAlert; readonly accounts: readonly Account[] },
): ReadAlert {
  const lines = parseLines(text, accounts);
  const claims = claimNames(lines.flatMap(({ order }) => (order === undefined ? [] : [order])));
  const prepared = lines.map(({ order, source, errors, warnings }) =>
    order === undefined
      ? badLine(source, errors)
      : prepareOrder(deps, { order, warnings, claim: claims.get(order), alert, text: source, accounts }),
  );
  const orders = prepared.flatMap((line) => ("record" in line ? [line] : []));
  const refused = prepared.flatMap((line) => ("record" in line ? [] : [line]));
  const rejected = lines.length === 0 ? [EMPTY] : refused;
  const describe = (kept: readonly OrderRecord[]): AlertRecord => ({
    alertId: alert.alertId,
    receivedAt: alert.receivedAt,
    text,
    accepted: orders.map(({ record }, index) => acceptedLine(record, kept[index] ?? record)),
    ...listed(rejected),
    warnings: orders.flatMap(({ record }, index) => warningsOf(record, kept[index] ?? record)),
  });
  return { orders, rejected, describe };
}

/** Orders of one group run one at a time, in arrival order; those of the whole account have a group of their own. */
export function groupIdOf(account: string, symbol: string): string {
  return `${account.toLowerCase()}#${symbol}`;
}

/**
 * The name that each order with a key claims: account and symbol, key, and its place among the alert's orders of that account
 * and symbol that carry the key. A line that is bad or another account's moves none of them: a resend finds each order
 * whatever stands around it. A first place goes unsaid: keys claimed before places counted still hold.
 */
function claimNames(orders: readonly AlertOrder[]): ReadonlyMap<AlertOrder, string> {
  const names = new Map<AlertOrder, string>();
  const places = new Map<string, number>();
  for (const order of orders) {
    if (order.key === undefined) continue;
    const scope = [groupIdOf(order.account, symbolOf(order)), order.key];
    const first = JSON.stringify(scope);
    const place = places.get(first) ?? 0;
    places.set(first, place + 1);
    names.set(order, place === 0 ? first : JSON.stringify([...scope, place]));
  }
  return names;
}

interface Line {
  readonly order: AlertOrder;
  /** Of the parser. */
  readonly warnings: readonly AlertIssue[];
  /** Of an order with a key. */
  readonly claim: string | undefined;
  readonly alert: OpenAlert;
  readonly text: OrderLine;
  readonly accounts: readonly Account[];
}

function prepareOrder(
  { hash, windows }: AcceptAlertDeps,
  { order, warnings, claim, alert, text, accounts }: Line,
): NewOrder | RejectedLine {
  const account = accounts.find(({ id }) => id === order.account);
  if (account === undefined) throw new Error(`line ${order.line} was parsed for an account that is not there`);
  const { receivedAt } = alert;
  const stale = staleness(order, { account, receivedAt });
  if (stale !== undefined) return { line: order.line, text: text.text, code: "STALE", message: stale };
  const record = newRecord(order, { warnings, alert, account, text });
  const groupId = groupIdOf(record.account, record.symbol);
  if (claim === undefined) return { record, groupId };
  return { record, groupId, key: { hash: hash(claim), since: unixMs(receivedAt - windows.keyMs) } };
}

/** What is worth saying of a line: what its order keeps, and that its key is known. */
function warningsOf(own: OrderRecord, kept: OrderRecord): readonly AlertIssue[] {
  return [...(own.warnings ?? []), ...keySeen(own, kept)];
}

/** Said, because the line may ask for something else than the order that the key stands for. */
function keySeen({ line, order, orderId: own }: OrderRecord, { orderId }: OrderRecord): readonly AlertIssue[] {
  if (order.key === undefined || orderId === own) return [];
  const code: AlertWarningCode = "KEY_SEEN";
  const token = visible(formatValue("id", order.key));
  return [{ line, code, token, message: `"${token}": seen before, as order ${orderId}: it is traded once` }];
}

function newRecord(
  order: AlertOrder,
  context: Pick<Line, "warnings" | "alert" | "text"> & { readonly account: Account },
): OrderRecord {
  const { alert, account, text } = context;
  const { alertId: alertOfOrder, receivedAt } = alert;
  const ahead = warnTimeAhead(order, receivedAt);
  const warnings = [...context.warnings, ...(ahead === undefined ? [] : [ahead])];
  return {
    orderId: orderIdOf(alertOfOrder, text.ordinal),
    alertId: alertOfOrder,
    line: order.line,
    text: text.text,
    account: account.id,
    exchange: account.exchange,
    symbol: symbolOf(order),
    order,
    ...(warnings.length === 0 ? {} : { warnings }),
    receivedAt,
    orderTimeoutMs: account.orderTimeoutMs,
    alertTimeoutMs: account.alertTimeoutMs,
    version: 1,
    state: NEW_ORDER_STATE,
    events: [{ at: receivedAt, kind: "received" }],
  };
}

/** @param kept - the order that the line stands for: its own, or the one that claimed its key first. */
function acceptedLine({ line, account, symbol }: OrderRecord, { orderId }: OrderRecord): AcceptedLine {
  return { line, orderId, account, symbol };
}

/** Why an order's signal is too old, or undefined. */
function staleness(
  { at }: AlertOrder,
  { account, receivedAt }: { readonly account: Account; readonly receivedAt: UnixMs },
): string | undefined {
  if (at === undefined) return undefined;
  const ageMs = receivedAt - Date.parse(at);
  if (ageMs <= account.maxAlertAgeMs) return undefined;
  return `the signal is ${Math.round(ageMs / 1000)} s old; account ${account.id} allows ${account.maxAlertAgeMs / 1000} s (MAX_ALERT_AGE)`;
}

/** What of the bad lines goes on record: an item of the ledger holds no more (400 kB on DynamoDB). */
function listed(rejected: readonly RejectedLine[]): Pick<AlertRecord, "rejected" | "unlisted"> {
  return firstOf(rejected, MAX_LISTED);
}

/** What of the bad lines is answered: all that fit. */
function answered(rejected: readonly RejectedLine[], maxBytes?: number): Pick<AlertRecord, "rejected" | "unlisted"> {
  if (maxBytes === undefined) return { rejected };
  let room = maxBytes;
  const cut = rejected.findIndex((line) => {
    // The answer is itself a text in JSON: its quotes are escaped once more.
    room -= encoder.encode(JSON.stringify(JSON.stringify(line))).byteLength;
    return room < 0;
  });
  return firstOf(rejected, cut === -1 ? rejected.length : cut);
}

function firstOf(rejected: readonly RejectedLine[], most: number): Pick<AlertRecord, "rejected" | "unlisted"> {
  const unlisted = rejected.length - most;
  return unlisted > 0 ? { rejected: rejected.slice(0, most), unlisted } : { rejected };
}

/** One entry for a bad line, whatever is wrong with it. */
function badLine({ line, text }: OrderLine, errors: ParsedLine["errors"]): RejectedLine {
  const [first] = errors;
  if (first === undefined) throw new Error(`line ${line} was parsed to neither an order nor an error`);
  const message = errors.length === 1 ? first.message : errors.map((each) => each.message).join("; ");
  return { line, text, code: first.code, message };
}

/** An alert of nothing but blanks and comments orders nothing: that is said, not passed over. */
const EMPTY: RejectedLine = { line: 1, text: "", code: "EMPTY", message: "the alert holds no order line" };
