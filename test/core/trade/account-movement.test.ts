import { expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import { type AccountMovement, sumMovements } from "../../../lib/core/trade/account-movement.ts";

test("what moved in a stretch is summed by kind, exactly, after its beginning and with its end", () => {
  const moved = (at: number, kind: AccountMovement["kind"], amount: string) => ({ at: unixMs(at), kind, amount });
  const movements = [
    moved(10, "funding", "9"),
    moved(11, "funding", "0.1"),
    moved(20, "funding", "0.2"),
    moved(12, "transfer", "100"),
    moved(13, "transfer", "-40.5"),
    moved(21, "transfer", "9"),
  ];
  const span = { since: unixMs(10), until: unixMs(20) };
  expect(sumMovements(movements, span)).toEqual({ since: 10, funding: "0.3", transfers: "59.5" });
  expect(sumMovements([], span)).toEqual({ since: 10, funding: "0", transfers: "0" });
});
