// What a bot's author writes against the types: compiled in a strict project beside the installed package, never run.
import {
  connect,
  createWebhook,
  formatAlert,
  LineRefusedError,
  openAccount,
  openAccounts,
  parseAlert,
  planOrder,
  VenueError,
  WhookError,
} from "whook";

/** Every function of the library, with what it gives used as what it says it is. */
export async function useAll(signal: AbortSignal): Promise<string> {
  await using account = await openAccount({ ACCOUNT_ID: "bot", EXCHANGE: "paper" }, { dataDir: ".bot" });
  const stop: () => void = account.on("filled", ({ text }: { readonly text: string }) => text.length);
  stop();
  const trade = await account.buy("ETH/USDT", { quote: 100, leverage: 2, tag: "my bot", signal });
  // @ts-expect-error an order without a size is none
  await account.sell("ETH/USDT", {});
  // @ts-expect-error the text of an order is a text
  await account.execute(100);
  const accounts = await openAccounts("accounts.json");
  createWebhook(accounts, { token: "a-token-of-a-test" });
  const running = await connect({ dataDir: ".whook" });
  try {
    await running.account("demo").positions();
  } catch (error) {
    if (error instanceof LineRefusedError || error instanceof VenueError) return error.message;
    if (error instanceof WhookError) return error.code;
  } finally {
    await running.close();
    await accounts.close();
  }
  const functions: readonly string[] = [parseAlert, formatAlert, planOrder].map(({ name }) => name);
  return [trade.status, trade.averagePrice ?? "", trade.reason, ...functions].join(" ");
}
