import { readAccountEntries } from "../../adapters/local/accounts-entries.ts";
import type { PushOutcome } from "../../adapters/parameters/push-entry.ts";
import type { Command, CommandContext } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printLine, tellPush } from "../print.ts";

/** accounts.json to the stack. */
export const accountsPush: Command = {
  options: [],
  examples: ["whook accounts push", "whook accounts push myBinance --stack whook"],
  where: "stack",
  async run(context, { args }) {
    const { io, isJson } = context;
    const entries = await entriesOf(context, args[0]);
    const { accounts } = await context.openStack();
    const pushed: { account: string; outcome: PushOutcome }[] = [];
    for (const entry of entries) pushed.push({ account: entry.account.id, outcome: await accounts.push(entry) });
    if (isJson) {
      printJson(
        io,
        pushed.map(({ account, outcome }) => ({ account, ...outcome })),
      );
      return 0;
    }
    for (const { account, outcome } of pushed) printLine(io, `${account}  ${tellPush(outcome)}`);
    if (pushed.some(({ outcome }) => outcome.kind !== "unchanged"))
      printLine(io, "alerts for a new account are taken within a minute; new keys are used within five");
    return 0;
  },
};

async function entriesOf({ env: { accountsFile } }: CommandContext, id: string | undefined) {
  const read = await readAccountEntries(accountsFile);
  if (!read.ok) throw new CommandError(read.error.join("; "));
  if (id === undefined) return read.value;
  const named = read.value.filter(({ account }) => account.id.toLowerCase() === id.toLowerCase());
  if (named.length > 0) return named;
  const there = read.value.map(({ account }) => account.id).join(", ");
  throw new CommandError(`no account ${id} in ${accountsFile}; there are ${there}`);
}
