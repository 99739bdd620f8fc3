import { askAccounts, selectAccounts } from "../backend.ts";
import type { Command } from "../command.ts";
import { CommandError } from "../errors.ts";
import { printJson, printTable } from "../print.ts";

/** What each account has. */
export const balance: Command = {
  options: [{ flags: "--account <ID>", summary: "only this account" }],
  examples: ["whook balance", "whook balance --account demo --json"],
  async run({ io, backend, isJson }, { options }) {
    const accounts = await selectAccounts(backend, options.account);
    const answers = await askAccounts(backend, accounts, async (exchange) => {
      const read = await exchange.readBalance();
      if (!read.ok) throw new CommandError(read.error.message);
      return read.value;
    });
    const known = answers.flatMap(({ account, value }) =>
      value === undefined ? [] : [{ account: account.id, ...value }],
    );
    if (isJson) printJson(io, known);
    else if (known.length > 0)
      printTable(
        io,
        COLUMNS,
        known.map(({ account, settle, equity, free }) => [account, settle, equity, free]),
      );
    for (const { account, problem } of answers)
      if (problem !== undefined) io.err(`whook: account ${account.id}: ${problem}\n`);
    return answers.some(({ problem }) => problem !== undefined) ? 1 : 0;
  },
};

const COLUMNS = [
  { title: "account" },
  { title: "coin" },
  { title: "total", align: "right" },
  { title: "free", align: "right" },
] as const;
