// One account's exchange as a person asks it from where its orders leave: the calls, and the event that carries one to the worker.
import type { Exchange } from "./exchange.ts";

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
