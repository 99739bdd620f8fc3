// What happened on the wire during one call of the port. ccxt's errors keep only text of the answer, and several calls
// share one client at the same time, so the transport writes into the call it belongs to (an async context).
import { AsyncLocalStorage } from "node:async_hooks";
import type { VenueReply } from "./venue-module.ts";

/** The requests and answers of one call of the port. */
export interface VenueCall {
  /** Requests handed to the network. None: whatever failed, nothing was sent. */
  requests: number;
  /** In the order they came. */
  readonly replies: VenueReply[];
  /** Why there was no answer: a short word such as ECONNRESET or TIMEOUT. */
  transportFault: string | undefined;
}

const calls = new AsyncLocalStorage<VenueCall>();

/** Runs `work` and keeps what it did on the wire. */
export function recordCall<T>(work: (call: VenueCall) => Promise<T>): Promise<T> {
  const call: VenueCall = { requests: 0, replies: [], transportFault: undefined };
  return calls.run(call, () => work(call));
}

/** The call the running code belongs to, if any. */
export function currentCall(): VenueCall | undefined {
  return calls.getStore();
}

/** Runs a part of a call. Once it has succeeded, what it was answered says nothing about what fails after it. */
export async function recordPart<T>(work: () => Promise<T>): Promise<T> {
  const call = currentCall();
  const before = call?.replies.length ?? 0;
  const result = await work();
  call?.replies.splice(before);
  return result;
}
