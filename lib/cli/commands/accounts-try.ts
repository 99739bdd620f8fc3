import { join } from "node:path";
import { systemClock } from "../../adapters/local/system-clock.ts";
import { TrialFile } from "../../adapters/local/trial-file.ts";
import { tryAccount } from "../../app/try-account.ts";
import { foldSymbol } from "../../core/market/symbol.ts";
import { TRIAL_PREFIX } from "../../ports/asked-exchange.ts";
import type { AccountFinding } from "../../ports/exchange.ts";
import { selectAccounts } from "../backend.ts";
import type { Command, CommandContext } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { findingLine, fitText, printJson, printLine } from "../print.ts";

/** Proves keys, modes and answers of one account with an order that is cancelled at once. */
export const accountsTry: Command = {
  options: [{ flags: "--yes", summary: "do not ask" }],
  examples: ["whook accounts try myBinance ETH/USDT", "whook accounts try myBinance ETH/USDT --yes"],
  async run(context, { args, flags }) {
    const { io, env, backend, isJson } = context;
    const [id, word] = args;
    const [account] = await selectAccounts(backend, id);
    if (account === undefined || word === undefined) throw new UsageError("an account and a symbol are needed");
    if (account.exchange === "paper") throw new CommandError(`${account.id} is paper: there is no exchange to try`);
    const folded = foldSymbol(word, account.settle);
    if (!folded.ok) throw new UsageError(folded.error);
    const findings: AccountFinding[] = [];
    const isProven = await tryAccount({
      exchange: await backend.openAsOrdersDo(account),
      account,
      symbol: folded.value.symbol,
      record: new TrialFile(join(env.dataDir, "trials.json")),
      clock: systemClock,
      newName: () => `${TRIAL_PREFIX}${systemClock.now().toString(36)}`,
      confirm: (words) => (flags.has("yes") ? Promise.resolve(true) : isConfirmed(context, words)),
      tell: (finding) => {
        findings.push(finding);
        if (!isJson) printLine(io, findingLine(io, finding));
      },
    });
    if (isJson) printJson(io, { account: account.id, symbol: folded.value.symbol, proven: isProven, findings });
    else printLine(io, isProven ? `${account.id} is ready to trade` : `${account.id} is not proven`);
    return isProven ? 0 : 1;
  },
};

async function isConfirmed({ io }: CommandContext, words: string): Promise<boolean> {
  if (io.ask === undefined) throw new UsageError("--yes is missing: without a terminal nobody can be asked");
  io.err(`${fitText(io, `this sends ${words}`)}\n`);
  return (await io.ask("type yes to go on: ", "shown")).toLowerCase() === "yes";
}
