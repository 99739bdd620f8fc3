// A grid on paper: buys each time the price falls by a step, sells that much each time it rises by one.
//   npx node grid-bot.ts
import { openAccount } from "whook";

const SYMBOL = "ETH/USDT";
const STEP = 0.002;
const MOST_STEPS = 3;
const rounds = Number(process.env.ROUNDS ?? Number.POSITIVE_INFINITY);

await using account = await openAccount({ ACCOUNT_ID: "grid", EXCHANGE: "paper" }, { dataDir: ".grid-bot" });
account.on("rejected", ({ text }) => console.log(`rejected: ${text}`));

const middle = Number((await account.price(SYMBOL)).ask);
let held = 0;
for (let round = 0; round < rounds; round++) {
  const price = Number((await account.price(SYMBOL)).ask);
  const wanted = Math.max(
    -MOST_STEPS,
    Math.min(MOST_STEPS, Math.round((middle - price) / (middle * STEP)) + (round === 0 ? 1 : 0)),
  );
  if (wanted !== held) {
    const trade = await account.position(SYMBOL, { base: (wanted * 0.05).toFixed(2), tag: "grid" });
    console.log(`${price}: ${held} to ${wanted} steps, ${trade.status} at ${trade.averagePrice ?? "no price"}`);
    held = wanted;
  }
  if (round + 1 < rounds) await new Promise((resolve) => setTimeout(resolve, 2_000));
}
await account.close(SYMBOL, { tag: "grid" });
const { total } = await account.stats({ tag: "grid" });
console.log(`net profit: ${total.profit.USDT?.netProfit ?? "0"} USDT`);
