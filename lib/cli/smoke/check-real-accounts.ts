// What only the stack's own worker can show of the accounts that are to trade: it asks from where orders leave.

import type { AccountFinding } from "../../ports/exchange.ts";
import { type AccountAnswer, type Backend, checkAccounts } from "../backend.ts";
import type { SmokeCheck } from "./smoke-check.ts";

/** Asks every real exchange of the stack about its account; nothing is changed there. */
export async function checkRealAccounts(backend: Backend): Promise<readonly SmokeCheck[]> {
  const accounts = await backend.listAccounts();
  const real = accounts.filter(({ id, exchange }) => exchange !== "paper" && !id.startsWith("smoke_"));
  return (await checkAccounts(backend, real)).map(judge);
}

function judge({ account, value = [], problem }: AccountAnswer<readonly AccountFinding[]>): SmokeCheck {
  const name = `account ${account.id}`;
  const told = value.filter(({ level }) => level !== "ok").map(({ message }) => message);
  const bad = problem !== undefined || value.some(({ level }) => level === "problem");
  const detail = problem ?? [`${account.exchange} answered the worker`, ...told].join("; ");
  return { name, outcome: bad ? "failed" : "passed", detail };
}
