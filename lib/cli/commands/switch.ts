// Switches of an account, and the panic button: the same words as in an alert (docs/guards.md).
import type { AccountOrder } from "../../core/alert/alert-order.ts";
import { isEnded, type OrderRecord } from "../../core/execution/order-record.ts";
import { tellSwitch } from "../../core/guard/guard-book.ts";
import { findOrderId } from "../../core/ids.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { type Backend, selectAccounts } from "../backend.ts";
import type { CliIo, Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printLine, toned } from "../print.ts";

/** A worker begins within seconds; a `closeall` goes on for its order's time and a little longer. */
const WAIT_MS = 1_000_000;
const LOOK_EVERY_MS = 250;

/** What became of the word for one account. */
interface Outcome {
  readonly account: string;
  readonly orderId?: string;
  readonly status: string;
  readonly code?: string;
  readonly reason?: string;
}

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
      const outcomes = (await backend.runs())
        ? await submit(backend, accounts, word)
        : await switchDirectly(backend, accounts, word);
      if (isJson) printJson(io, outcomes);
      else for (const outcome of outcomes) explain(outcome, io);
      return outcomes.every(({ status }) => status === "done") ? 0 : 1;
    },
  };
}

/** As an alert's word each, to the whook that works on the orders; waits until they have ended. */
async function submit(
  backend: Backend,
  accounts: readonly string[],
  word: AccountOrder["command"],
): Promise<readonly Outcome[]> {
  const { accepted, rejected } = await backend.submit(accounts.map((account) => `${account} ${word}`).join("\n"));
  const ledger = await backend.ledger();
  const ended = await Promise.all(
    accepted.map(async ({ account, orderId }) => outcomeOf(account, orderId, await untilEnded(ledger, orderId))),
  );
  const refused = rejected.map(({ text, code, message }) => ({
    account: text,
    status: "rejected",
    code,
    reason: message,
  }));
  return [...ended, ...refused];
}

function outcomeOf(account: string, orderId: string, record: OrderRecord | undefined): Outcome {
  const { status = "queued", code, reason } = record?.state ?? {};
  return {
    account,
    orderId,
    status,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
  };
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

/** No whook runs that could send anything: the switch is there when the next one starts. */
async function switchDirectly(
  backend: Backend,
  accounts: readonly string[],
  word: AccountOrder["command"],
): Promise<readonly Outcome[]> {
  const guards = await backend.guards("change");
  const command = word === "closeall" ? "closeonly" : word;
  const outcomes: Outcome[] = [];
  for (const account of accounts) {
    const said = tellSwitch(await guards.setSwitch(account, { command })) ?? "resumed: orders open again";
    outcomes.push({ account, status: "done", code: "SWITCHED", reason: said });
  }
  if (word !== "closeall") return outcomes;
  throw new CommandError(
    "close-only is set, but no whook runs that could close: start it with npx whook start, then closeall",
  );
}

function explain({ account, status, reason }: Outcome, io: CliIo): void {
  const tone = status === "done" ? "good" : "bad";
  printLine(io, `${toned(io, tone, account)}  ${reason ?? status}`);
}
