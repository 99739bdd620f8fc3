import type { DatabaseSync } from "node:sqlite";
import { rollBack } from "./roll-back.ts";
import { APPLICATION_ID, MIGRATIONS } from "./schema.ts";
import { VIEWS } from "./views.ts";

/** Where a file stands, as its header says. */
export interface FileForm {
  readonly applicationId: number;
  readonly version: number;
}

export function formOf(db: DatabaseSync): FileForm {
  return { applicationId: pragma(db, "application_id"), version: pragma(db, "user_version") };
}

/** Brings the file to the newest form, all of it or nothing, and waits for the disk. A new file is of version 0. */
export function migrate(db: DatabaseSync, migrations = MIGRATIONS): void {
  const { version } = formOf(db);
  if (version === migrations.length) return;
  db.exec("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
  try {
    for (const migration of migrations.slice(version)) db.exec(migration);
    db.exec(VIEWS);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}; COMMIT`);
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

function pragma(db: DatabaseSync, name: string): number {
  const value = db.prepare(`PRAGMA ${name}`).get()?.[name];
  if (typeof value !== "number") throw new Error(`PRAGMA ${name} is no number: ${String(value)}`);
  return value;
}
