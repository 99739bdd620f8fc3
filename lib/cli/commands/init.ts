import * as z from "zod";
import { type AccountFields, addAccountEntry } from "../../adapters/local/accounts-entries.ts";
import { CAREFUL_OVERSIZE } from "../../adapters/local/file-account-store.ts";
import { defined } from "../../core/defined.ts";
import { VENUES } from "../../core/market/venue-table.ts";
import type { Account } from "../../ports/account-store.ts";
import type { AccountFinding } from "../../ports/exchange.ts";
import { askAccounts } from "../backend.ts";
import type { CliIo, Command, CommandContext } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { findingLine, printJson, printLine } from "../print.ts";

const KEYLESS = "paper";
const keysSchema = z.strictObject({
  API_KEY: z.string().default(""),
  SECRET_KEY: z.string().default(""),
  PASSWORD: z.string().default(""),
});
type Keys = z.output<typeof keysSchema>;

/** An account from questions to a checked entry of accounts.json. */
export const init: Command = {
  options: [
    { flags: "--account <ID>", summary: "the name alerts will use" },
    { flags: "--exchange <NAME>", summary: "where it trades", choices: Object.keys(VENUES) },
    { flags: "--margin-mode <MODE>", summary: "isolated if not given", choices: ["isolated", "cross"] },
    {
      flags: "--settle-coin <COIN>",
      summary: "the coin margin and profit are in; the exchange's usual one if not given",
    },
    { flags: "--unchecked", summary: "do not ask the exchange whether the keys are good" },
  ],
  examples: [
    "whook init                                       asks for everything",
    "whook init --account demo2 --exchange paper",
    "whook init --account myBinance --exchange binance < keys.json    without a terminal: API_KEY and SECRET_KEY as JSON",
    "whook init --stack whook                         and stores the account in a stack on AWS",
  ],
  async run(context, { options, flags }) {
    const { io, env, backend, openStack, isJson } = context;
    const entry = await askEntry(io, options);
    const added = await addAccountEntry(env.accountsFile, entry);
    if (!added.ok) throw new CommandError(added.error.join("; "));
    const account = added.value;
    if (env.stack !== undefined) await (await openStack()).accounts.push({ account, entry });
    const findings = flags.has("unchecked") ? [] : await check(context, account);
    if (isJson) printJson(io, { account: account.id, exchange: account.exchange, findings });
    else {
      const where = env.stack === undefined ? env.accountsFile : `${env.accountsFile} and in stack ${env.stack}`;
      printLine(io, `${account.id} (${account.exchange}) is in ${where} now`);
      for (const finding of findings) printLine(io, `  ${findingLine(io, finding)}`);
      if (env.stack !== undefined) printLine(io, `your webhook: ${await backend.webhookUrl()}`);
    }
    return findings.some(({ level }) => level === "problem") ? 1 : 0;
  },
};

type Options = Readonly<Record<string, string | undefined>>;

async function askEntry(io: CliIo, options: Options): Promise<AccountFields> {
  const exchange =
    options.exchange ?? (await answerTo(io, `exchange (${Object.keys(VENUES).join(", ")})`, "--exchange"));
  const id = options.account ?? (await answerTo(io, "name of the account, as alerts will call it", "--account"));
  const keys = exchange.trim().toLowerCase() === KEYLESS ? keysSchema.parse({}) : await askKeys(io);
  return {
    ACCOUNT_ID: id,
    EXCHANGE: exchange,
    ...keys,
    MARGIN_MODE: options.marginMode ?? "isolated",
    MAX_OVERSIZE: CAREFUL_OVERSIZE,
    ...defined({ SETTLE_COIN: options.settleCoin }),
  };
}

async function answerTo({ ask }: CliIo, question: string, flag: string): Promise<string> {
  if (ask === undefined) throw new UsageError(`${flag} is missing: without a terminal nobody can be asked`);
  return ask(`${question}: `, "shown");
}

/** Keys are typed without being shown, or read from standard input: a command line can be seen by others. */
async function askKeys(io: CliIo): Promise<Keys> {
  if (io.ask === undefined) return keysFrom(await io.readStdin());
  return {
    API_KEY: await io.ask("API key (not shown): ", "hidden"),
    SECRET_KEY: await io.ask("secret key (not shown): ", "hidden"),
    PASSWORD: await io.ask("password of the key, if the exchange gave one (not shown): ", "hidden"),
  };
}

function keysFrom(bytes: Uint8Array): Keys {
  try {
    return keysSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // What was read is not quoted: it holds keys.
    throw new UsageError(
      'standard input must hold the keys as JSON: {"API_KEY": "…", "SECRET_KEY": "…", "PASSWORD": "…"}',
    );
  }
}

/** Asked of the exchange through the same way orders will take. */
async function check({ backend }: CommandContext, account: Account): Promise<readonly AccountFinding[]> {
  const [answer] = await askAccounts(backend, [account], (exchange) => exchange.checkAccount());
  if (answer?.value?.ok) return answer.value.value;
  const refusal = answer?.value?.ok === false ? answer.value.error.message : answer?.problem;
  return [{ level: "problem", message: refusal ?? "no answer" }];
}
