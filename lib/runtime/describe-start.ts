import type { LocalEnv } from "../config/env.ts";
import type { Account } from "../ports/account-store.ts";
import type { Runtime } from "./start-runtime.ts";

/** What a person reads after `npm start`: where it listens, what to try, how TradingView gets there, where things are, how to go on. */
export function describeStart(
  runtime: Runtime,
  { accountsFile, dataDir, zone }: Pick<LocalEnv, "accountsFile" | "dataDir" | "zone">,
): string {
  const { url, token, accounts, warnings, madeAccountsFile, priceSource, resumed } = runtime;
  const address = `${url}/whook/${token}`;
  const usesPaper = accounts.some(({ exchange }) => exchange === "paper");
  const example = accounts.find(({ exchange }) => exchange === "paper") ?? accounts[0];
  const lines = [
    `whook is running. Your webhook: ${address}`,
    "",
    ...(example === undefined ? [] : tryIt(example, address)),
    "Then, in this folder and another terminal:",
    "  npx whook trades       what became of it",
    "  npx whook positions    what is open",
    "",
    ...waysIn(url, token),
    "",
    `accounts  ${accounts.map(({ id, exchange }) => `${id} (${exchange})`).join(", ") || "none"}, from ${accountsFile}${madeAccountsFile ? ", which was made just now" : ""}`,
    ...(usesPaper ? [`prices    ${priceSource}`] : []),
    `data      ${dataDir}`,
    `times     ${zone.name}`,
    ...(resumed > 0 ? [`resuming  ${resumed} order${resumed === 1 ? "" : "s"} from before`] : []),
    ...warnings.map((warning) => `warning   ${warning}`),
    "",
    "To trade for real: npx whook init adds an account with your exchange's API keys, and checks them",
    "What happens from now on stands below, a line each. Ctrl-C stops.",
  ];
  return lines.join("\n");
}

/** Double quotes: they are quotes to every shell, Windows' too. */
function tryIt({ id, exchange, settle }: Account, address: string): readonly string[] {
  const isLinear = ["USDT", "USDC", "USD"].includes(settle);
  const alert = `${id} ${isLinear ? `ETH/${settle}` : `${settle}/USD`} buy 100$ x2`;
  return [
    exchange === "paper"
      ? `Try it with pretend money, on account ${id}:`
      : `Try it. This trades for real, on account ${id}:`,
    `  curl -X POST ${address} -d "${alert}"`,
    `  npx whook send ${alert}`,
    "",
  ];
}

/** The first thing everybody stumbles over: the address above is this machine's own. */
function waysIn(url: string, token: string): readonly string[] {
  return [
    `TradingView cannot reach ${new URL(url).hostname}. Ways to give it an address:`,
    `  a tunnel   ngrok http ${new URL(url).port}, then https://YOUR-NAME.ngrok-free.app/whook/${token}`,
    "  a server   yours, with a TLS proxy in front: docs/home-server.md",
    "  AWS        npx whook deploy: docs/aws.md",
  ];
}
