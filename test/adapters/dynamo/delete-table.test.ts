import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { deleteTable } from "../../../lib/adapters/dynamo/delete-table.ts";
import { startDynalite } from "../../support/aws/start-dynalite.ts";

test("takes the protection off first; then the table goes", async () => {
  const { client, stop } = await startDynalite({ tableName: "doomed" });
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
  await stop();
});
