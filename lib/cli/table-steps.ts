// The updates of a stack whose table gets other indexes than it has: one index an update, each with the context CDK needs for it.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClients } from "../adapters/aws/clients.ts";
import { downloadCode } from "../adapters/aws/download-code.ts";
import { readIndexes } from "../adapters/dynamo/read-indexes.ts";
import { readStackFacts } from "../adapters/parameters/read-stack-facts.ts";
import { parameterPrefix } from "../config/aws-names.ts";
import { indexSteps, keepsCode } from "../config/index-steps.ts";
import { INDEXES } from "../config/ledger-schema.ts";
import { defined } from "../core/defined.ts";

/** Context beside the settings: `lib/infra/update-context.ts` reads it. */
export type UpdateContext = Readonly<Record<string, string>>;

/** What comes before the update that brings everything else, and after it. Both empty: one update does. */
export interface TableSteps {
  readonly before: readonly UpdateContext[];
  readonly main: UpdateContext;
  readonly after: readonly UpdateContext[];
}

/** @throws what the SDK throws. */
export async function readTableSteps(stack: string, region: string | undefined): Promise<TableSteps> {
  const clients = createClients("cli", defined({ region }));
  try {
    const facts = await readStackFacts({ client: clients.ssm, prefix: parameterPrefix(stack) });
    if (facts === undefined) return { before: [], main: {}, after: [] };
    const steps = indexSteps(await readIndexes(clients.dynamo, facts.table), INDEXES);
    const isEarly = (step: (typeof steps)[number]) => keepsCode(step, INDEXES);
    const early = steps.filter(isEarly);
    const [main, ...after] = steps.filter((step) => !isEarly(step)).map((step) => ({ indexes: JSON.stringify(step) }));
    if (early.length === 0) return { before: [], main: steps.length === 1 ? {} : (main ?? {}), after };
    const deployedCode = join(tmpdir(), `whook-deployed-${process.pid}`);
    const { webhookFunction: webhook, workerFunction: worker, notifierFunction: notify } = facts;
    await downloadCode(facts.region, { webhook, worker, notify }, deployedCode);
    const before = early.map((step) => ({ indexes: JSON.stringify(step), deployedCode }));
    return { before, main: main ?? {}, after };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}
