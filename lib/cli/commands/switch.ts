// Switches of an account, and the panic button: the same words as in an alert (docs/guards.md).
import type { AccountOrder } from "../../core/alert/alert-order.ts";
import { defined } from "../../core/defined.ts";
import { isEnded, type OrderRecord } from "../../core/execution/order-record.ts";
import { findOrderId } from "../../core/ids.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { askSwitch, type SwitchOutcome } from "../ask-switch.ts";
import { type Backend, selectAccounts } from "../backend.ts";
import type { CliIo, Command } from "../command.ts";
import { printJson, printLine, toned } from "../print.ts";

/** A worker begins within seconds; a `closeall` goes on for its order's time and a little longer. */
const WAIT_MS = 1_000_000;
const LOOK_EVERY_MS = 250;

export const pause: Command = switchCommand("pause");
export const resume: Command = switchCommand("resume");
export const closeonly: Command = switchCommand("closeonly");
export const closeall: Command = switchCommand("closeall");

function switchCommand(word: AccountOrder["command"]): Command {
  return {
    options: [],
    examples: [`whook ${word}          every account`, `whook ${word} demo`],
    async run({ io, backend, isJson }, { args }) {
      const accounts = (await selectAccounts(backend, args[0])).map(({ id }) => id);
      const asked = await askSwitch(backend, accounts, word);
      const outcomes = await Promise.all(asked.map((outcome) => ended(backend, outcome)));
      if (isJson) printJson(io, outcomes);
      else for (const outcome of outcomes) explain(outcome, io);
      return outcomes.every(({ status }) => status === "done") ? 0 : 1;
    },
  };
}

/** What it came to, once its order has ended. */
async function ended(backend: Backend, outcome: SwitchOutcome): Promise<SwitchOutcome> {
  const { account, orderId } = outcome;
  if (orderId === undefined) return outcome;
  const { status = "queued", code, reason } = (await untilEnded(await backend.ledger(), orderId))?.state ?? {};
  return { account, orderId, status, ...defined({ code, reason }) };
}

async function untilEnded(ledger: Ledger, orderId: string): Promise<OrderRecord | undefined> {
  const id = findOrderId(orderId);
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const record = id === undefined ? undefined : await ledger.getOrder(id);
    if ((record !== undefined && isEnded(record.state)) || Date.now() > until) return record;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function explain({ account, status, reason }: SwitchOutcome, io: CliIo): void {
  const tone = status === "done" ? "good" : "bad";
  printLine(io, `${toned(io, tone, account)}  ${reason ?? status}`);
}
