import { deleteTable } from "../../adapters/dynamo/delete-table.ts";
import { OwnerParameters } from "../../adapters/parameters/owner-parameters.ts";
import { PARAMETERS } from "../../config/aws-names.ts";
import { readStackSettings } from "../../config/stack-settings.ts";
import type { Command, CommandContext } from "../command.ts";
import { readDeployedSettings } from "../deployed-settings.ts";
import { UsageError } from "../errors.ts";
import { fitText, printJson, printLine } from "../print.ts";
import { runCdk } from "../run-cdk.ts";
import type { Stack } from "../stack.ts";

/** Takes a stack down. The history stays unless it is asked for. */
export const destroy: Command = {
  options: [
    { flags: "--delete-table", summary: "delete the table with the history as well, for good" },
    { flags: "--yes", summary: "do not ask" },
  ],
  examples: ["whook destroy", "whook destroy --stack paper --delete-table"],
  where: "stack",
  async run(context, { flags }) {
    const { io, isJson, backend } = context;
    const stack = await context.openStack();
    const { table, region } = stack.facts;
    const isTableDeleted = flags.has("deleteTable");
    if (!flags.has("yes") && !(await isConfirmed(context, stack, isTableDeleted))) {
      printLine(io, "nothing was changed");
      return 1;
    }
    const accounts = await backend.listAccounts();
    const settings = (await readDeployedSettings(stack.name, region)) ?? readStackSettings({ stack: stack.name });
    await runCdk(io, ["destroy", "--force"], { ...settings, region });
    // They are no part of the template: CloudFormation cannot hold a SecureString.
    for (const { id } of accounts) await stack.accounts.remove(id);
    await stack.channels.removeAll();
    const parameters = new OwnerParameters({ client: stack.clients.ssm, prefix: stack.prefix });
    for (const name of [PARAMETERS.tokenHashes, PARAMETERS.token]) await parameters.remove(name);
    if (isTableDeleted) await deleteTable(stack.clients.dynamo, table);
    if (isJson) printJson(io, { stack: stack.name, accounts: accounts.length, table, isTableDeleted });
    else {
      printLine(io, fitText(io, `stack ${stack.name} is gone, and the keys of ${accounts.length} accounts with it`));
      printLine(
        io,
        isTableDeleted
          ? `table ${table} is deleted`
          : fitText(io, `table ${table} with the history stays in ${region}: whook trades --table ${table} reads it`),
      );
    }
    return 0;
  },
};

async function isConfirmed({ io }: CommandContext, stack: Stack, isTableDeleted: boolean): Promise<boolean> {
  if (io.ask === undefined) throw new UsageError("--yes is missing: without a terminal nobody can be asked");
  const { table, url, region } = stack.facts;
  const history = isTableDeleted ? `table ${table} and all history in it` : `but table ${table} with the history`;
  const words = `this deletes in ${region}: ${url}, its queue and functions, the stored accounts, channels and token, ${history}`;
  io.err(`${fitText(io, words)}\n`);
  const answer = await io.ask(`type ${stack.name} to go on: `, "shown");
  return answer === stack.name;
}
