import * as z from "zod";
import { addAccountEntry } from "../../adapters/local/accounts-entries.ts";
import { CAREFUL_OVERSIZE, readAccountsFile } from "../../adapters/local/file-account-store.ts";
import type { AccountEntry } from "../../config/account-entry.ts";
import { closedText } from "../../config/closed-venue.ts";
import { checkAccountId } from "../../core/alert/account-id.ts";
import { defined } from "../../core/defined.ts";
import { closestWords } from "../../core/market/close-matches.ts";
import { findVenue, VENUES } from "../../core/market/venue-table.ts";
import type { Account } from "../../ports/account-store.ts";
import type { AccountFinding } from "../../ports/exchange.ts";
import { checkAccounts } from "../backend.ts";
import type { CliIo, Command, CommandContext } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { findingLine, fitText, printJson, printLine, toned } from "../print.ts";
import { wrapWords } from "../wrap-words.ts";

const KEYLESS = "paper";
/** A host that its exchange has closed is no choice for a new account. */
const OPEN_VENUES = Object.keys(VENUES).filter((exchange) => closedText({ exchange }) === undefined);
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
    { flags: "--exchange <NAME>", summary: "where it trades", choices: OPEN_VENUES },
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
    const entry = await askEntry(context, options);
    const added = await addAccountEntry(env.accountsFile, entry);
    if (!added.ok) throw new CommandError(added.error.join("; "));
    const account = added.value;
    if (env.stack !== undefined) await (await openStack()).accounts.push({ account, entry });
    const findings = flags.has("unchecked") ? [] : await check(context, account);
    if (isJson) printJson(io, { account: account.id, exchange: account.exchange, findings });
    else {
      const where = env.stack === undefined ? env.accountsFile : `${env.accountsFile} and in stack ${env.stack}`;
      printLine(io, `${account.id} (${account.exchange}) is in ${where} now`);
      for (const finding of findings) printLine(io, findingLine(io, finding, "  "));
      if (env.stack !== undefined) printLine(io, `your webhook: ${await backend.webhookUrl()}`);
    }
    return findings.some(({ level }) => level === "problem") ? 1 : 0;
  },
};

type Options = Readonly<Record<string, string | undefined>>;

/** Each answer is looked at when it is given, and asked for again when it cannot be: what was answered before stays. */
async function askEntry({ io, env }: CommandContext, options: Options): Promise<AccountEntry> {
  const exchange = options.exchange ?? (await askExchange(io));
  const id = options.account ?? (await askName(io, env.accountsFile));
  const keys = exchange === KEYLESS ? keysSchema.parse({}) : await askKeys(io, exchange);
  return {
    ACCOUNT_ID: id,
    EXCHANGE: exchange,
    ...keys,
    MARGIN_MODE: options.marginMode ?? "isolated",
    MAX_OVERSIZE: CAREFUL_OVERSIZE,
    ...defined({ SETTLE_COIN: options.settleCoin }),
  };
}

async function askExchange(io: CliIo): Promise<string> {
  if (io.ask !== undefined) io.err(`exchanges:\n${wrapWords([" ", ...OPEN_VENUES], io.width ?? NARROW, "  ")}\n`);
  const answer = await answerTo(io, "exchange: ", {
    flag: "--exchange",
    problemOf: (text) => {
      const name = text.toLowerCase();
      if (OPEN_VENUES.includes(name)) return undefined;
      const [near] = closestWords(name, OPEN_VENUES);
      const hint = near === undefined ? "write one of the names above" : `did you mean ${near}?`;
      return closedText({ exchange: name }) ?? `"${text}" is no exchange that whook knows: ${hint}`;
    },
  });
  return answer.toLowerCase();
}

async function askName(io: CliIo, file: string): Promise<string> {
  const read = await readAccountsFile(file);
  const taken = read.ok ? read.value.accounts.map(({ account }) => account.id.toLowerCase()) : [];
  return answerTo(io, "name of the account in alerts: ", {
    flag: "--account",
    problemOf: (text) => {
      if (taken.includes(text.toLowerCase())) return `there is an account ${text} in ${file} already`;
      const checked = checkAccountId(text);
      return checked.ok ? undefined : checked.error;
    },
  });
}

/** Where nobody tells how wide the terminal is. */
const NARROW = 76;

interface Asked {
  /** What stands for the answer on a command line. */
  readonly flag: string;
  readonly answer?: "shown" | "hidden";
  /** What is wrong with an answer; undefined when nothing is. */
  problemOf(text: string): string | undefined;
}

/** Asked until it can be used. @throws UsageError where nobody can be asked. */
async function answerTo(io: CliIo, question: string, { flag, answer = "shown", problemOf }: Asked): Promise<string> {
  if (io.ask === undefined) throw new UsageError(`${flag} is missing: without a terminal nobody can be asked`);
  for (;;) {
    const text = await io.ask(question, answer);
    const problem = problemOf(text);
    if (problem === undefined) return text;
    io.err(`${toned(io, "bad", fitText(io, problem))}\n`);
  }
}

/** Keys are typed without being shown, or read from standard input: a command line can be seen by others. */
async function askKeys(io: CliIo, exchange: string): Promise<Keys> {
  if (io.ask === undefined) return keysFrom(await io.readStdin());
  const ask = (what: string, isNeeded: boolean) =>
    answerTo(io, `${what} (not shown): `, {
      flag: "standard input",
      answer: "hidden",
      problemOf: (text) => (isNeeded && text === "" ? `without ${what} nothing can be traded there` : undefined),
    });
  const hasPassword = findVenue(exchange)?.keysHavePassphrase === true;
  return {
    API_KEY: await ask("API key", true),
    SECRET_KEY: await ask("secret key", true),
    PASSWORD: await ask(hasPassword ? "password of the key" : "password of the key, if it has one", hasPassword),
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
  const [answer] = await checkAccounts(backend, [account]);
  return answer?.value ?? [{ level: "problem", message: answer?.problem ?? "no answer" }];
}
