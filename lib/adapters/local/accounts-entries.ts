// The accounts file as it is written there, keys included: for whoever stores accounts elsewhere or adds one.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { AccountEntry } from "../../config/account-entry.ts";
import { parseAccounts } from "../../config/accounts.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Account } from "../../ports/account-store.ts";
import { readAccountsFile } from "./file-account-store.ts";

const OWNER_ONLY = 0o600;

/** What an entry says without its keys, and all of it. */
export interface FileEntry {
  readonly account: Account;
  readonly entry: AccountEntry;
}

/** @returns the file's entries, or every problem of it. */
export async function readAccountEntries(file: string): Promise<Result<readonly FileEntry[], readonly string[]>> {
  const read = await readAccountsFile(file);
  if (!read.ok) return read;
  const entries = fieldsOf(await readFile(file, "utf8"));
  const { accounts } = read.value;
  return ok(
    entries.flatMap((entry, index) => {
      const account = accounts[index]?.account;
      return account === undefined ? [] : [{ account, entry }];
    }),
  );
}

/**
 * Adds an entry behind those of the file, which is made when it is not there, readable by its owner only. Nothing is
 * written when anything is wrong, or the ACCOUNT_ID is there already.
 * @returns what the entry says without its keys, or every problem.
 */
export async function addAccountEntry(file: string, added: AccountEntry): Promise<Result<Account, readonly string[]>> {
  const before = await readText(file);
  const kept = before === undefined ? ok([]) : parseAccounts(before);
  if (!kept.ok) return err(kept.error.map((problem) => `${file}: ${problem}`));
  const text = JSON.stringify([...(before === undefined ? [] : fieldsOf(before)), added], null, 2);
  const parsed = parseAccounts(text);
  if (!parsed.ok) return err(parsed.error);
  const last = parsed.value.at(-1);
  if (last === undefined) throw new Error("the entry was not added");
  await mkdir(dirname(file), { recursive: true });
  // In one step: a crash leaves the old file or the new one.
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${text}\n`, { mode: OWNER_ONLY });
  await rename(draft, file);
  return ok(last.account);
}

/** @param text - that `parseAccounts` took. */
function fieldsOf(text: string): readonly AccountEntry[] {
  return JSON.parse(text.replace(/^\uFEFF/, "")) as readonly AccountEntry[];
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
