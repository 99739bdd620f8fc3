// accounts.json on this machine. It is read again when it changes; a broken edit leaves the last good version in force.
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type ConfiguredAccount, parseAccounts } from "../../config/accounts.ts";
import { reasonOf } from "../../core/reason-of.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Account, AccountStore } from "../../ports/account-store.ts";

/** MAX_OVERSIZE of an account that whook writes: more times the equity than any strategy means. */
export const CAREFUL_OVERSIZE = 5;
/** What a first start begins with. */
const FIRST_ACCOUNTS = [
  {
    ACCOUNT_ID: "demo",
    EXCHANGE: "paper",
    API_KEY: "",
    SECRET_KEY: "",
    PASSWORD: "",
    MARGIN_MODE: "isolated",
    MAX_OVERSIZE: CAREFUL_OVERSIZE,
  },
];
const OWNER_ONLY = 0o600;
const GROUP_AND_OTHERS = 0o077;
/** The file is looked at no more often than this. */
const LOOK_EVERY_MS = 250;

/** Makes the file with one paper account unless it is there. @returns whether it was made. */
export async function createAccountsFile(file: string): Promise<boolean> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(FIRST_ACCOUNTS, null, 2)}\n`, { flag: "wx", mode: OWNER_ONLY });
    return true;
  } catch (error) {
    if (isErrorCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** What reading the file gave. */
export interface AccountsFile {
  readonly accounts: readonly ConfiguredAccount[];
  readonly warnings: readonly string[];
}

/** @returns the accounts, or every problem of the file. */
export async function readAccountsFile(file: string): Promise<Result<AccountsFile, readonly string[]>> {
  try {
    const [text, { mode }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    const accounts = parseAccounts(text);
    if (!accounts.ok) return err(accounts.error.map((problem) => `${file}: ${problem}`));
    const isOpen = process.platform !== "win32" && (mode & GROUP_AND_OTHERS) !== 0;
    const permissions = isOpen ? [`${file} holds keys and can be read by others: chmod 600 ${file}`] : [];
    return ok({
      accounts: accounts.value,
      warnings: [...permissions, ...accounts.value.flatMap(({ warnings }) => warnings)],
    });
  } catch (error) {
    if (isErrorCode(error, "ENOENT"))
      return err([`${file} is not there: npx whook start makes one with a paper account`]);
    return err([`${file} cannot be read: ${reasonOf(error)}`]);
  }
}

/** The account store port over the file. */
export class FileAccountStore implements AccountStore {
  readonly #file: string;
  readonly #onProblem: (problems: readonly string[]) => void;
  #version: string | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Whoever asks meanwhile is answered by it: a burst looks at the file once. */
  #looking: Promise<void> | undefined;
  #accounts: readonly ConfiguredAccount[] = [];

  /** @param onProblem - told once about each broken edit. */
  constructor(file: string, onProblem: (problems: readonly string[]) => void = () => undefined) {
    this.#file = file;
    this.#onProblem = onProblem;
  }

  async listAccounts(): Promise<readonly Account[]> {
    return (await this.#fresh()).map(({ account }) => account);
  }

  async findAccount(accountId: string): Promise<Account | undefined> {
    return (await this.findConfigured(accountId))?.account;
  }

  /** The account with its secrets: for whoever signs requests. */
  async findConfigured(accountId: string): Promise<ConfiguredAccount | undefined> {
    const id = accountId.toLowerCase();
    return (await this.#fresh()).find(({ account }) => account.id.toLowerCase() === id);
  }

  async #fresh(): Promise<readonly ConfiguredAccount[]> {
    if (performance.now() - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined;
      });
      await this.#looking;
    }
    return this.#accounts;
  }

  async #look(): Promise<void> {
    const now = performance.now();
    const version = await versionOf(this.#file);
    if (version !== this.#version) await this.#read(version);
    this.#lookedAt = now;
  }

  async #read(version: string): Promise<void> {
    const read = await readAccountsFile(this.#file);
    this.#version = version;
    if (read.ok) this.#accounts = read.value.accounts;
    else this.#onProblem(read.error);
  }
}

/** Changes whenever the file does. */
async function versionOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "missing";
  }
}

function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
