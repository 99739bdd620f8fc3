// The webhook's use case over the data file.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { monotonicFactory } from "ulid";
import { afterEach, beforeEach, expect, test } from "vitest";
import { answerRequest } from "../../../lib/app/answer-request.ts";
import { ALERT_WINDOWS, MAX_ALERT_BYTES } from "../../../lib/config/limits.ts";
import { ACCOUNTS } from "../../simulation/world.ts";
import { RecordingTelemetry } from "../../support/recording-telemetry.ts";
import { openSqliteFolder, type SqliteFolder } from "../../support/sqlite-folder.ts";

let under: SqliteFolder;
beforeEach(async () => {
  under = await openSqliteFolder({ marksNotices: () => true });
});
afterEach(() => under.close());

function send(text: string) {
  const deps = {
    ...under.data,
    clock: under.clock,
    telemetry: new RecordingTelemetry(),
    accounts: { listAccounts: async () => ACCOUNTS, findAccount: async () => undefined },
    newUlid: monotonicFactory(),
    hash: (body: string) => createHash("sha256").update(body).digest("hex"),
    windows: ALERT_WINDOWS,
    isToken: () => true,
    maxAlertBytes: MAX_ALERT_BYTES,
  };
  return answerRequest(deps, { token: "token", body: new TextEncoder().encode(text) });
}

function inTheFile(sql: string): void {
  const other = new DatabaseSync(join(under.folder, "whook.db"));
  other.exec(sql);
  other.close();
}

test("S4: what cannot be queued is not kept either: 503, and the resend is stored, queued and told once", async () => {
  const { ledger, queue, notices } = under.data;
  const text = "alice ETH/USDT buy 0.5 id:k\nbob ETH/USDT sell 1\nalice ETH/USDT byu 1";
  inTheFile(`CREATE TRIGGER full BEFORE INSERT ON message WHEN NEW.group_id LIKE 'bob%'
    BEGIN SELECT RAISE(ABORT, 'the queue takes no more'); END`);
  for (let resend = 0; resend < 4; resend++) {
    expect((await send(text)).status).toBe(503);
    expect(await ledger.listOrders({})).toEqual({ orders: [] });
    expect(await ledger.listAlerts({})).toEqual({ alerts: [] });
    expect(await queue.count()).toBe(0);
    under.clock.advance(5_000);
  }
  inTheFile("DROP TRIGGER full");
  expect((await send(text)).status).toBe(200);
  expect((await ledger.listOrders({})).orders).toHaveLength(2);
  expect(await queue.count()).toBe(2);
  expect(await notices.listNotices(10)).toHaveLength(1);
});

test("what cannot be put on record as open is not stored: 503, and nothing of it is there", async () => {
  const { ledger, queue } = under.data;
  inTheFile("CREATE TRIGGER full BEFORE INSERT ON open_alert BEGIN SELECT RAISE(ABORT, 'no more'); END");
  for (const text of ["alice ETH/USDT buy 0.5", "alice ETH/USDT byu 1", "alice ETH/USDT buy 0.5"])
    expect((await send(text)).status).toBe(503);
  expect(await ledger.listOrders({})).toEqual({ orders: [] });
  expect(await ledger.listAlerts({})).toEqual({ alerts: [] });
  expect(await queue.count()).toBe(0);
  inTheFile("DROP TRIGGER full");
  expect((await send("alice ETH/USDT buy 0.5")).status).toBe(200);
  expect(await queue.count()).toBe(1);
});

test("a key seen before stands for its order: one is on record and queued, and the second answer says so", async () => {
  const first = await send("alice ETH/USDT buy 0.5 id:k1");
  const again = await send("alice ETH/USDT buy 0.5 id:k1 ");
  expect(again.body).toMatchObject({
    accepted: (first.body as { readonly accepted: object }).accepted,
    warnings: [{ code: "KEY_SEEN" }],
  });
  expect((await under.data.ledger.listOrders({})).orders).toHaveLength(1);
  expect(await under.data.queue.count()).toBe(1);
});
