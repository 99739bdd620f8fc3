import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteData, type SqliteData } from "../../lib/adapters/sqlite/open-sqlite-data.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A data folder on disk, its data file opened to work on. */
export interface SqliteFolder {
  readonly folder: string;
  readonly clock: VirtualClock;
  readonly data: SqliteData;
  /** Closes the file and opens it again on what it stored. */
  reopen(): Promise<SqliteData>;
  close(): Promise<void>;
}

export interface SqliteFolderOptions {
  readonly marksNotices?: () => boolean;
  readonly maxReceiveCount?: number;
}

export async function openSqliteFolder(options: SqliteFolderOptions = {}): Promise<SqliteFolder> {
  const folder = await mkdtemp(join(tmpdir(), "whook-data-"));
  const clock = new VirtualClock();
  const open = () => openSqliteData(folder, { use: "work", clock, ...options });
  let data = await open();
  return {
    folder,
    clock,
    data,
    reopen: async () => {
      data.close();
      data = await open();
      return data;
    },
    close: async () => {
      data.close();
      await rm(folder, { recursive: true });
    },
  };
}
