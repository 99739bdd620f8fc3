// Joins a whook that runs already, watches what it does, and closes a position once it has lost more than it may.
//   WHOOK_DATA_DIR=.whook npx node join-running.ts
import { connect } from "whook";

const MOST_LOST = Number(process.env.MOST_LOST ?? 50);

await using whook = await connect({ dataDir: process.env.WHOOK_DATA_DIR ?? ".whook" });
const account = whook.account(process.env.ACCOUNT ?? "demo");
console.log(`joined ${account.id} on ${account.exchange}`);

for await (const { kind, symbol, text } of account) {
  if (kind !== "filled" || symbol === undefined) continue;
  console.log(`${symbol}: ${text}`);
  const position = (await account.positions()).find((open) => open.symbol === symbol);
  if (Number(position?.unrealizedProfit ?? 0) >= -MOST_LOST) continue;
  const closed = await account.close(symbol, { tag: "stop" });
  console.log(`${symbol}: lost too much, closed: ${closed.status}`);
  break;
}
