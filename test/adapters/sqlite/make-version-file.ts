// Makes the stored file of this version's form: node test/adapters/sqlite/make-version-file.ts. Run it once, when a form is
// released, and never again for that form: the file stands for what users have.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { backupDataFile } from "../../../lib/adapters/sqlite/backup.ts";
import { MIGRATIONS } from "../../../lib/adapters/sqlite/schema.ts";
import { openSqliteFolder } from "../../support/sqlite-folder.ts";
import { seedHistory } from "../../support/sqlite-seed.ts";

const { folder, data, close } = await openSqliteFolder({ marksNotices: () => true });
await seedHistory(data);
const copy = join(folder, "copy.db");
backupDataFile(join(folder, "whook.db"), copy);
const stored = new URL(`../../fixtures/sqlite/version-${MIGRATIONS.length}.db.gz`, import.meta.url);
writeFileSync(stored, gzipSync(readFileSync(copy), { level: 9 }));
rmSync(copy);
await close();
