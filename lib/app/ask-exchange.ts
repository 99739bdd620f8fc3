// One account's exchange, asked by a person from where its orders leave: another machine may be refused there, or let in. Nothing of
// whook's own can be touched this way: the one order that it sends and cancels is a trial's.
import type { Credentials } from "../core/credentials.ts";
import { denial, failureOf, type OrderFailure } from "../core/failure.ts";
import { hideSecrets } from "../core/hide-secrets.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Exchange } from "../ports/exchange.ts";

/** What a check and a trial of an account need of its exchange. */
export type AskedExchange = Pick<Exchange, AskedMethod | "traits">;

type AskedMethod = "checkAccount" | "findInstrument" | "readSnapshot" | "placeOrder" | "findOrder" | "cancelOrder";

/** One call of it; plain JSON, as Lambda hands events on. */
export type ExchangeCall =
  | { readonly method: "traits"; readonly args: readonly [] }
  | { [M in AskedMethod]: { readonly method: M; readonly args: Readonly<Parameters<Exchange[M]>> } }[AskedMethod];

/** What the worker takes beside its own events. */
export interface ExchangeAsk {
  readonly exchangeAsk: ExchangeCall & { readonly account: string };
}

/** Names of trials' orders begin with this, and of no other: `ids.ts` makes other ones. */
export const TRIAL_PREFIX = "whooktry";

/** What asking needs of the worker. */
export interface AskExchangeDeps {
  readonly accounts: {
    findConfigured(id: string): Promise<{ readonly account: Account; readonly credentials: Credentials } | undefined>;
    refresh(id: string): Promise<boolean>;
  };
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
  const answer = exchange.ok ? await inTime(deps, answerTo(exchange.value, call)) : exchange;
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

async function inTime({ clock, cutMs }: AskExchangeDeps, work: Promise<Result<unknown, OrderFailure>>) {
  const done = new AbortController();
  const late = async () => {
    await clock.sleep(cutMs, done.signal);
    return err(failureOf("VENUE_UNREACHABLE", `the exchange did not answer within ${Math.round(cutMs / 1_000)} s`));
  };
  return Promise.race([work, late()]).finally(() => done.abort());
}

function withoutSecrets<T>(answer: T, secrets: readonly string[]): T {
  return JSON.parse(JSON.stringify(answer), (_, value: unknown) =>
    typeof value === "string" ? hideSecrets(value, secrets) : value,
  );
}
