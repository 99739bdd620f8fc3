import type { Invocation, LambdaFunction } from "./lambda-function.ts";

/** What a function is called with in an account that runs so many at once: the environments there are of it, and the places left. */
export interface LimitedAccount {
  /** In an idle environment; waits while all places are taken, as whoever is answered 503 comes again. */
  invoke(environments: readonly LambdaFunction[], event: unknown): Promise<Invocation>;
  /** Holds a place for what works in that environment. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** Calls that found no place, and the most that were at work at once. */
  readonly seen: { readonly throttled: number; readonly most: number };
}

/** An AWS account that runs `limit` functions at once, whatever they are. */
export function limitedAccount(limit: number): LimitedAccount {
  const seen = { throttled: 0, most: 0 };
  const busy = new Set<LambdaFunction>();
  let running = 0;
  let waiting: (() => void)[] = [];
  const turn = () => new Promise<void>((resolve) => waiting.push(resolve));
  const ended = () => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  async function hold<T>(work: () => Promise<T>): Promise<T> {
    while (running >= limit) await turn();
    seen.most = Math.max(seen.most, ++running);
    try {
      return await work();
    } finally {
      running--;
      ended();
    }
  }
  async function invoke(environments: readonly LambdaFunction[], event: unknown): Promise<Invocation> {
    for (;;) {
      const idle = environments.find((one) => !busy.has(one));
      if (idle !== undefined && running < limit) {
        busy.add(idle);
        return hold(() => idle.invoke(event).finally(() => busy.delete(idle)));
      }
      seen.throttled++;
      await turn();
    }
  }
  return { invoke, hold, seen };
}
