import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoLedger } from "../../../lib/adapters/dynamo/dynamo-ledger.ts";
import { createLedgerTable, createLocalClient, LOCAL_TABLE } from "../../../lib/adapters/dynamo/ledger-client.ts";
import { startEmbeddedDynalite } from "../../../lib/adapters/local/embedded-dynalite.ts";
import { describeLedger } from "../../contract/ledger-contract.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

describeLedger("DynamoDB (dynalite)", async () => {
  const path = await mkdtemp(join(tmpdir(), "whook-ledger-"));
  const clock = new VirtualClock();
  const open = async () => {
    const dynalite = await startEmbeddedDynalite({ path });
    const client = createLocalClient(dynalite);
    await createLedgerTable(client, LOCAL_TABLE);
    const ledger = new DynamoLedger({ client, tableName: LOCAL_TABLE, clock });
    const close = async () => {
      client.destroy();
      await dynalite.stop();
    };
    return { ledger, close };
  };
  let current = await open();
  return {
    ledger: current.ledger,
    clock,
    reopen: async () => {
      await current.close();
      current = await open();
      return current.ledger;
    },
    close: async () => {
      await current.close();
      await rm(path, { recursive: true });
    },
  };
});
