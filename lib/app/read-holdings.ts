import type { OrderFailure } from "../core/failure.ts";
import type { AccountHoldings } from "../core/notify/tell-digest.ts";
import { faultOf } from "../core/reason-of.ts";
import type { Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** What reading accounts needs of the world. */
export interface ReadHoldingsDeps {
  readonly telemetry: Telemetry;
  exchangeFor(account: Account): Promise<Result<Exchange, OrderFailure>>;
}

/** What each account holds now, side by side. Never throws: what cannot be read is left out. */
export async function readHoldings(
  deps: ReadHoldingsDeps,
  accounts: readonly Account[],
): Promise<Readonly<Record<string, AccountHoldings>>> {
  const read = accounts.map(async (account) => [account.id, await readOne(deps, account)] as const);
  return Object.fromEntries(await Promise.all(read));
}

async function readOne({ telemetry, exchangeFor }: ReadHoldingsDeps, account: Account): Promise<AccountHoldings> {
  try {
    const exchange = await exchangeFor(account);
    if (!exchange.ok) return {};
    const [positions, balance] = await Promise.all([exchange.value.listPositions(), exchange.value.readBalance()]);
    return {
      ...(positions.ok ? { positions: positions.value } : {}),
      ...(balance.ok ? { balance: balance.value } : {}),
    };
  } catch (error) {
    telemetry.log("warn", "account could not be read", { account: account.id, reason: faultOf(error) });
    return {};
  }
}
