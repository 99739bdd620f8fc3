// The address that exchanges see, where a deploy changes it: a key that is bound to another one is refused, and its orders are lost.
import { createClients } from "../adapters/aws/clients.ts";
import { readStackFacts } from "../adapters/parameters/read-stack-facts.ts";
import { parameterPrefix, type StackFacts } from "../config/aws-names.ts";
import type { StackSettings } from "../config/stack-settings.ts";
import { defined } from "../core/defined.ts";
import type { CliIo } from "./command.ts";
import { CommandError } from "./errors.ts";
import { fitText, printLine, toned } from "./print.ts";
import { saysYes } from "./says-yes.ts";

/** Says the address of the way out that comes next, and asks whether exchanges know it. @returns false: nobody said so. */
export async function isNextAddressAllowed(io: CliIo, settings: StackSettings): Promise<boolean> {
  const { egressAddress: now, nextEgressAddress: next } = (await factsOf(settings)) ?? {};
  const { stack, egress } = settings;
  if (next === undefined) throw new CommandError(`stack ${stack} does not say which address is next: deploy it again`);
  const change = `orders leave from ${now} still; through ${egress} they will leave from ${next}`;
  printLine(io, toned(io, "warning", fitText(io, change)));
  const advice = `allow ${next} beside ${now} for your keys at each exchange: until then orders would be refused`;
  printLine(io, fitText(io, advice));
  const question = `is ${next} allowed everywhere, and shall orders leave from it now?`;
  // The address is made by now: whoever leaves with Ctrl-C has to know how to go on as well.
  if (await saysYes(io, question).catch(() => false)) return true;
  printLine(io, fitText(io, `${next} is kept. When it is allowed: whook deploy --stack ${stack} --egress ${egress}`));
  return false;
}

/** Says where orders leave from after a change of egress. */
export async function sayAddress(io: CliIo, settings: StackSettings): Promise<void> {
  const facts = await factsOf(settings);
  const place = facts?.egressAddress ?? "addresses that change: keys must be bound to none";
  if (facts !== undefined) printLine(io, `orders leave from ${place}`);
}

async function factsOf({ stack, region }: StackSettings): Promise<StackFacts | undefined> {
  const { ssm } = createClients("cli", defined({ region }));
  try {
    return await readStackFacts({ client: ssm, prefix: parameterPrefix(stack) });
  } finally {
    ssm.destroy();
  }
}
