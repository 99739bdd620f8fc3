import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hashPassword, isPassword } from "./password.ts";

const FILE = "dashboard-password";

/**
 * The hash of the dashboard's password: of the one given now, which is kept in the data folder, or of the one kept before.
 * Without a data folder nothing is kept, for none is made by looking.
 */
export async function keepPassword(dataDir: string, password: string | undefined): Promise<string | undefined> {
  const path = join(dataDir, FILE);
  const kept = await readFile(path, "utf8").catch(() => undefined);
  if (password === undefined) return kept?.trim() || undefined;
  if (kept !== undefined && (await isPassword(password, kept))) return kept.trim();
  const hash = await hashPassword(password);
  await writeFile(path, `${hash}\n`, { mode: 0o600 }).catch((error: unknown) => {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing) throw error;
  });
  return hash;
}
