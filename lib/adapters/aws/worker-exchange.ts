// An account's exchange as the stack's worker sees it, asked from its owner's machine: from the worker's region and address.
import * as z from "zod";
import type { AskedExchange, ExchangeAsk, ExchangeCall } from "../../app/ask-exchange.ts";
import { failureOf, type OrderFailure } from "../../core/failure.ts";
import type { VenueTraits } from "../../core/market/venue-table.ts";
import { reasonOf } from "../../core/reason-of.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { invokeFunction, type StackFunction } from "./invoke-function.ts";

const answer = z.union([
  z.object({ ok: z.literal(true), value: z.unknown().optional() }),
  z.object({
    ok: z.literal(false),
    error: z.looseObject({ code: z.string(), message: z.string(), outcome: z.string() }),
  }),
]);

/** Opens it: the worker must know the account. @throws as `invokeFunction` does, or an Error when the worker is of another version. */
export async function openWorkerExchange(
  worker: StackFunction,
  account: string,
): Promise<Result<AskedExchange, OrderFailure>> {
  const ask = async <T>(call: ExchangeCall): Promise<Result<T, OrderFailure>> => {
    const event: ExchangeAsk = { exchangeAsk: { account, ...call } };
    const read = answer.safeParse(await invokeFunction(worker, event));
    if (!read.success)
      throw new Error("the worker does not know the question: deploy this version of whook to the stack first");
    // The worker's port gave it, as JSON keeps it: its values are texts, numbers and switches.
    return read.data as Result<T, OrderFailure>;
  };
  const traits = await ask<VenueTraits>({ method: "traits", args: [] });
  if (!traits.ok) return traits;
  return ok({
    traits: traits.value,
    checkAccount: (...args) => ask({ method: "checkAccount", args }),
    findInstrument: (...args) => ask({ method: "findInstrument", args }),
    readSnapshot: (...args) => ask({ method: "readSnapshot", args }),
    findOrder: (...args) => lost(ask({ method: "findOrder", args })),
    placeOrder: (...args) => lost(ask({ method: "placeOrder", args })),
    cancelOrder: (...args) => lost(ask({ method: "cancelOrder", args })),
  });
}

/** Once an order may be there, an answer that did not come says nothing of it: it is looked for again. */
async function lost<T>(asking: Promise<Result<T, OrderFailure>>): Promise<Result<T, OrderFailure>> {
  try {
    return await asking;
  } catch (error) {
    return err(failureOf("OUTCOME_UNKNOWN", reasonOf(error)));
  }
}
