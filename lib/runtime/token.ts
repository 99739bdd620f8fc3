// The token in the webhook's address: whoever has it can trade.
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FILE = "token";
const BYTES = 24;

/** The data folder's token, made on the first call and kept with access for the owner only. */
export async function keepToken(dataDir: string): Promise<string> {
  const kept = await findToken(dataDir);
  if (kept !== undefined) return kept;
  const token = randomBytes(BYTES).toString("base64url");
  await writeFile(join(dataDir, FILE), `${token}\n`, { mode: 0o600 });
  return token;
}

/** The token a runtime made here before, if any. */
export async function findToken(dataDir: string): Promise<string | undefined> {
  try {
    const token = (await readFile(join(dataDir, FILE), "utf8")).trim();
    return token === "" ? undefined : token;
  } catch {
    return undefined;
  }
}
