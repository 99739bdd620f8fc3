// What every log of equity must do. Run for each implementation.
import { expect, test } from "vitest";
import { unixMs } from "../../lib/core/ids.ts";
import type { EquityLog } from "../../lib/ports/equity-log.ts";
import { T0 } from "../core/execution/order-fixture.ts";

const MINUTE_MS = 60_000;

export function describeEquity(
  name: string,
  make: () => Promise<{ readonly equity: EquityLog; close(): Promise<void> }>,
): void {
  test(`${name} as an equity log: each account's snapshots from a time on, oldest first, as they were told`, async () => {
    const { equity, close } = await make();
    const at = (minutes: number) => unixMs(T0 + minutes * MINUTE_MS);
    const noted = (minutes: number, account: string, amount: string) => ({
      account,
      at: at(minutes),
      settle: "USDT",
      equity: amount,
      free: "0.000000000000000001",
    });
    const moved = { since: at(15), funding: "-0.000000000000000001", transfers: "123456789012345678.9" };
    const all = [
      noted(0, "Main", "1000.10"),
      noted(15, "Main", "-12.5"),
      { ...noted(30, "Main", "123456789012345678.9"), moved },
    ];
    for (const snapshot of [all[2], noted(15, "main2", "7"), all[0], all[1]])
      if (snapshot) await equity.keepEquity(snapshot);
    await equity.keepEquity({ ...noted(30, "Main", "123456789012345678.9"), moved });
    expect(await equity.listEquity({ account: "main", since: at(0) })).toEqual(all);
    expect(await equity.listEquity({ account: "MAIN", since: at(15) })).toEqual(all.slice(1));
    expect(await equity.listEquity({ account: "Main", since: unixMs(at(15) + 1) })).toEqual(all.slice(2));
    expect(await equity.listEquity({ account: "mai", since: unixMs(0) })).toEqual([]);
    await close();
  });
}
