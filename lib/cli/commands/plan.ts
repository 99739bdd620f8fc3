import { systemClock } from "../../adapters/local/system-clock.ts";
import type { GuardKeeper } from "../../app/guard-keeper.ts";
import { planNow } from "../../app/plan-now.ts";
import type { AccountOrder, AlertOrder } from "../../core/alert/alert-order.ts";
import { parseAlert } from "../../core/alert/parse-alert.ts";
import { isAccountOrder, symbolOf } from "../../core/alert/symbol-of.ts";
import { tellWord } from "../../core/guard/guard-book.ts";
import type { PlannedOrder } from "../../core/order/plan-from.ts";
import { tellStep } from "../../core/trade/tell-story.ts";
import type { Account } from "../../ports/account-store.ts";
import type { Backend } from "../backend.ts";
import type { CliIo, Command, ExitCode } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printLine, toned } from "../print.ts";
import { alertText, onlyOrders } from "./lint.ts";

/** What an alert would do now; sends nothing. */
export const plan: Command = {
  options: [],
  examples: [
    "whook plan demo ETH/USDT buy 100$ x2",
    "whook plan demo ETH/USDT position -500$ x2     what would reverse?",
    "whook plan --json demo ETH/USDT close 50%      several lines give a list",
  ],
  async run({ io, backend, isJson }, { args }) {
    const accounts = await backend.listAccounts();
    const orders = onlyOrders(parseAlert(await alertText(args, io), accounts));
    const plans = await Promise.all(orders.map((order) => planOne(order, { backend, accounts })));
    if (isJson) printJson(io, plans.length === 1 ? plans[0] : plans);
    else for (const planned of plans) explain(planned, io);
    return plans.some(({ outcome }) => outcome === "denied") ? 1 : (0 satisfies ExitCode);
  },
};

/** A word for a whole account: it has no market to be planned in. */
interface PlannedWord extends Pick<PlannedOrder, "steps" | "warnings"> {
  readonly order: AccountOrder;
  readonly outcome: "done";
  readonly reason: string;
}

/** What each word would do. */
const WORDS: Readonly<Record<AccountOrder["command"], string>> = {
  closeall: "nothing opens until resume; every order is cancelled and every position closed, until the account is flat",
  closeonly: "nothing opens until resume; closes and reductions go on",
  pause: "nothing is sent at all until resume: orders end rejected",
  resume: "pause and close-only end: orders open again",
};

async function planOne(
  order: AlertOrder,
  { backend, accounts }: { readonly backend: Backend; readonly accounts: readonly Account[] },
): Promise<PlannedOrder | PlannedWord> {
  const account = accounts.find(({ id }) => id === order.account);
  if (account === undefined) throw new CommandError(`account ${order.account} is not there`);
  if (isAccountOrder(order)) return planWord(order, await backend.guards("read"));
  const [exchange, guards] = await Promise.all([backend.openExchange(account), backend.guards("read")]);
  const planned = await planNow({ exchange, guards, clock: systemClock }, account, order);
  if (!planned.ok) throw new CommandError(planned.error.message);
  return planned.value;
}

async function planWord(order: AccountOrder, guards: GuardKeeper): Promise<PlannedWord> {
  const book = await guards.bookOf(order.account);
  // Of a paused account nothing goes on, whatever else is set.
  const staysPaused = order.command === "closeonly" && book.switch === "pause";
  const reason = staysPaused ? tellWord(book, order.command) : WORDS[order.command];
  return { order, outcome: "done", reason, steps: [], warnings: [] };
}

function explain(planned: PlannedOrder | PlannedWord, io: CliIo): void {
  if (!("market" in planned)) {
    const { order, reason } = planned;
    printLine(io, `${order.account} ${order.command}\n  does      ${reason}`);
    return;
  }
  const { order, market, inputs, outcome, reason, steps, margin, notional, warnings } = planned;
  const coin = market.settle;
  printLine(io, `${order.account} ${symbolOf(order)} ${order.command}`);
  printLine(
    io,
    `  now       position ${inputs.position} contracts, free ${inputs.free} ${coin}, price ${inputs.price ?? "none"}`,
  );
  for (const [index, step] of steps.entries()) printLine(io, `  step ${index + 1}    ${tellStep(step)}`);
  if (outcome !== "steps") printLine(io, `  ${toned(io, outcome === "denied" ? "bad" : "good", outcome)}`);
  if (reason !== undefined) printLine(io, `  because   ${reason}`);
  if (notional !== undefined) printLine(io, `  opens     ${notional} ${market.quote} on ${margin} ${coin} of margin`);
  for (const warning of warnings) printLine(io, `  ${toned(io, "warning", "note")}      ${warning}`);
}
