import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { deleteTable } from "../../../lib/adapters/dynamo/delete-table.ts";
import { createLedgerTable, createLocalClient } from "../../../lib/adapters/dynamo/ledger-client.ts";
import { startEmbeddedDynalite } from "../../../lib/adapters/local/embedded-dynalite.ts";

test("takes the protection off first; then the table goes", async () => {
  const dynalite = await startEmbeddedDynalite({});
  const client = createLocalClient(dynalite);
  await createLedgerTable(client, "doomed");
  const updates: unknown[] = [];
  // dynalite knows no deletion protection: what would take it off is answered before it.
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== "UpdateTableCommand") return next(args);
        updates.push(args.input);
        return { output: { $metadata: {} }, response: undefined };
      },
    { step: "initialize" },
  );
  await deleteTable(client, "doomed");
  expect(updates).toEqual([{ TableName: "doomed", DeletionProtectionEnabled: false }]);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: "doomed" }));
  expect(Table?.TableStatus).toBe("DELETING");
  client.destroy();
  await dynalite.stop();
});
