import { readHoldings } from "../../lib/app/read-holdings.ts";
import type { HoldingsQuestion } from "../../lib/config/aws-names.ts";
import type { AccountHoldings } from "../../lib/core/notify/tell-digest.ts";
import type { WorkerParts } from "./create-worker-deps.ts";

/** What the accounts of these ids hold now, as far as it can be read. */
export async function answerHoldings(
  deps: WorkerParts["deps"],
  { readHoldings: ids }: HoldingsQuestion,
): Promise<Readonly<Record<string, AccountHoldings>>> {
  const found = await Promise.all(ids.map((id) => deps.accounts.findAccount(id)));
  return readHoldings(
    deps,
    found.filter((account) => account !== undefined),
  );
}
