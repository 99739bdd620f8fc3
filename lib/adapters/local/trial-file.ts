import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import type { Trial, TrialRecord } from "../../ports/trials.ts";

const text = z.string();
const trials = z.array(
  z.object({
    account: text,
    symbol: text,
    name: text,
    startedAt: z.number(),
    sentTo: z
      .object({ exchange: text, settle: text, stack: text.exactOptional(), keyMark: text.exactOptional() })
      .exactOptional(),
  }),
);

/** Trials in a small file of the data folder, there only while one may still rest: written whole, then put in place. */
export class TrialFile implements TrialRecord {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async list(): Promise<readonly Trial[]> {
    try {
      return trials.parse(JSON.parse(await readFile(this.#path, "utf8")));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
  }

  async add(trial: Trial): Promise<void> {
    await this.#write([...(await this.list()), trial]);
  }

  async remove(name: string): Promise<void> {
    const left = (await this.list()).filter((trial) => trial.name !== name);
    if (left.length > 0) await this.#write(left);
    else await rm(this.#path, { force: true });
  }

  async #write(list: readonly Trial[]): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const next = `${this.#path}.next`;
    await writeFile(next, JSON.stringify(list), { mode: 0o600, flush: true });
    await rename(next, this.#path);
  }
}
