// One account's exchange, asked by a person from where its orders leave: another machine may be refused there, or let in. Nothing of
// whook's own can be touched this way: the one order that it sends and cancels is a trial's.
import { denial, type OrderFailure } from "../core/failure.ts";
import { hideSecrets } from "../core/hide-secrets.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import { type ExchangeAsk, type ExchangeCall, TRIAL_PREFIX } from "../ports/asked-exchange.ts";
import type { Clock } from "../ports/clock.ts";
import type { Exchange } from "../ports/exchange.ts";
import { answerInTime } from "./answer-in-time.ts";
import type { KeyedAccounts } from "./exchange-pool.ts";

/** What asking needs of the worker. */
export interface AskExchangeDeps {
  readonly accounts: KeyedAccounts & { refresh(id: string): Promise<boolean> };
  exchangeFor(account: Account): Promise<Result<Exchange, OrderFailure>>;
  readonly clock: Clock;
  /** When an answer is given up. */
  readonly cutMs: number;
}

/** @returns the result of the port's own method, and no secret of the account in it. */
export async function askExchange(
  deps: AskExchangeDeps,
  { account: id, ...call }: ExchangeAsk["exchangeAsk"],
): Promise<Result<unknown, OrderFailure>> {
  // Whoever has just stored other keys wants those checked.
  await deps.accounts.refresh(id);
  const entry = await deps.accounts.findConfigured(id);
  if (entry === undefined) return err(denial("ACCOUNT_UNKNOWN", `the stack has no account ${id}`));
  const exchange = await deps.exchangeFor(entry.account);
  const time = { clock: deps.clock, limitMs: deps.cutMs };
  const answer = exchange.ok ? await answerInTime(answerTo(exchange.value, call), time) : exchange;
  return withoutSecrets(answer, Object.values(entry.credentials.reveal()));
}

function answerTo(exchange: Exchange, call: ExchangeCall): Promise<Result<unknown, OrderFailure>> {
  switch (call.method) {
    case "traits":
      return Promise.resolve(ok(exchange.traits));
    case "checkAccount":
      return exchange.checkAccount();
    case "findInstrument":
      return exchange.findInstrument(...call.args);
    case "readSnapshot":
      return exchange.readSnapshot(...call.args);
    case "findOrder":
      return exchange.findOrder(...call.args);
    case "placeOrder":
      return isTrial(call.args[0].clientOrderId) ? exchange.placeOrder(...call.args) : refused();
    case "cancelOrder":
      return isTrial(call.args[1]) ? exchange.cancelOrder(...call.args) : refused();
    default:
      return refused();
  }
}

function isTrial(name: string): boolean {
  return name.startsWith(TRIAL_PREFIX);
}

function refused(): Promise<Result<never, OrderFailure>> {
  return Promise.resolve(err(denial("VENUE_UNSUPPORTED", "the worker answers checks and trials of accounts only")));
}

function withoutSecrets<T>(answer: T, secrets: readonly string[]): T {
  return JSON.parse(JSON.stringify(answer), (_, value: unknown) =>
    typeof value === "string" ? hideSecrets(value, secrets) : value,
  );
}
