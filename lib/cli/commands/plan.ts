import { readMarket } from "../../app/read-market.ts";
import type { AlertOrder } from "../../core/alert/alert-order.ts";
import { parseAlert } from "../../core/alert/parse-alert.ts";
import { symbolOf } from "../../core/alert/symbol-of.ts";
import { unixMs } from "../../core/ids.ts";
import { type PlannedOrder, plannedOrder } from "../../core/order/plan-from.ts";
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

async function planOne(
  order: AlertOrder,
  { backend, accounts }: { readonly backend: Backend; readonly accounts: readonly Account[] },
): Promise<PlannedOrder> {
  const account = accounts.find(({ id }) => id === order.account);
  if (account === undefined) throw new CommandError(`account ${order.account} is not there`);
  const exchange = await backend.openExchange(account);
  const guards = await backend.guards("read");
  const market = () => readMarket(exchange, account, symbolOf(order));
  const guarded = { order, receivedAt: unixMs(Date.now()) };
  const reading = await guards.read(account, guarded, { exchange, readMarket: market });
  if (!reading.ok) throw new CommandError(reading.error.message);
  return plannedOrder(order, reading.value);
}

function explain(
  { order, market, inputs, outcome, reason, steps, margin, notional, warnings }: PlannedOrder,
  io: CliIo,
): void {
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
