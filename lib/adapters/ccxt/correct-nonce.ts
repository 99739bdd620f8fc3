import type { CcxtClient } from "./ccxt.ts";

/**
 * For clients whose requests ignore what `loadTimeDifference` found: from then on they carry the venue's time.
 * Before it was called, this machine's.
 */
export function correctNonce(client: CcxtClient): void {
  // A time difference: whole milliseconds, no amount.
  client.nonce = () => client.milliseconds() - Number(client.options.timeDifference ?? 0);
}
