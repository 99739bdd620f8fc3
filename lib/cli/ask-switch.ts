// A word for whole accounts on its way to whoever works on their orders: for the commands and the page alike.
import type { AccountOrder } from "../core/alert/alert-order.ts";
import { tellWord } from "../core/guard/guard-book.ts";
import type { Backend } from "./backend.ts";
import { CommandError } from "./errors.ts";

/** What became of the word for one account. */
export interface SwitchOutcome {
  readonly account: string;
  /** Of the order that carries it; absent: it was set without one, or refused. */
  readonly orderId?: string;
  readonly status: string;
  readonly code?: string;
  readonly reason?: string;
}

/**
 * As an alert's word each, to the whook that works on orders; where none runs, on record for the next one.
 * @throws CommandError when nobody takes it, or nobody runs that could close.
 */
export async function askSwitch(
  backend: Backend,
  accounts: readonly string[],
  word: AccountOrder["command"],
): Promise<readonly SwitchOutcome[]> {
  return (await backend.runs()) ? submit(backend, accounts, word) : switchDirectly(backend, accounts, word);
}

async function submit(
  backend: Backend,
  accounts: readonly string[],
  word: AccountOrder["command"],
): Promise<readonly SwitchOutcome[]> {
  const { accepted, rejected } = await backend.submit(accounts.map((account) => `${account} ${word}`).join("\n"));
  const queued = accepted.map(({ account, orderId }) => ({ account, orderId, status: "queued" }));
  const refused = rejected.map(({ text, code, message }) => ({
    account: text,
    status: "rejected",
    code,
    reason: message,
  }));
  return [...queued, ...refused];
}

/** No whook runs that could send anything: the switch is there when the next one starts. */
async function switchDirectly(
  backend: Backend,
  accounts: readonly string[],
  word: AccountOrder["command"],
): Promise<readonly SwitchOutcome[]> {
  const guards = await backend.guards("change");
  const command = word === "closeall" ? "closeonly" : word;
  const outcomes: SwitchOutcome[] = [];
  for (const account of accounts) {
    const reason = tellWord(await guards.setSwitch(account, { command }), word);
    outcomes.push({ account, status: "done", code: "SWITCHED", reason });
  }
  if (word !== "closeall") return outcomes;
  const set = outcomes.map(({ account, reason }) => `${account} is ${reason}`).join(". ");
  throw new CommandError(
    `close-only is set, but no whook runs that could close: start it with npx whook start, then closeall. ${set}`,
  );
}
