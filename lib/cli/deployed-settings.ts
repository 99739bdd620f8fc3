// What a stack was deployed with. A deploy that leaves a choice out must not undo it: another address would be refused by the
// exchanges, and an alarm would reach nobody.

import { createClients } from "../adapters/aws/clients.ts";
import { OwnerParameters } from "../adapters/parameters/owner-parameters.ts";
import { PARAMETERS, parameterPrefix } from "../config/aws-names.ts";
import { readStackSettings, type StackSettings } from "../config/stack-settings.ts";
import { defined } from "../core/defined.ts";

/** Undefined: there is no such stack. @throws what the SDK throws. */
export async function readDeployedSettings(
  stack: string,
  region: string | undefined,
): Promise<StackSettings | undefined> {
  const { ssm } = createClients("cli", defined({ region }));
  try {
    const text = await new OwnerParameters({ client: ssm, prefix: parameterPrefix(stack) }).find(PARAMETERS.settings);
    return text === undefined ? undefined : readStackSettings(JSON.parse(text));
  } finally {
    ssm.destroy();
  }
}
