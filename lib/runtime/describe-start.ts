import type { LocalEnv } from "../config/env.ts";
import type { Account } from "../ports/account-store.ts";
import type { Runtime } from "./start-runtime.ts";

/** What a person reads after `npm start`: where it listens, what to try, where things are, how to go on. */
export function describeStart(
  runtime: Runtime,
  { accountsFile, dataDir }: Pick<LocalEnv, "accountsFile" | "dataDir">,
): string {
  const { url, token, accounts, warnings, madeAccountsFile, priceSource, resumed } = runtime;
  const address = `${url}/whook/${token}`;
  const usesPaper = accounts.some(({ exchange }) => exchange === "paper");
  const example = accounts.find(({ exchange }) => exchange === "paper") ?? accounts[0];
  const lines = [
    `whook is running. Your webhook: ${address}`,
    "",
    ...(example === undefined ? [] : [tryIt(example), `  curl -X POST ${address} -d '${exampleAlert(example)}'`, ""]),
    "Then, in this folder and another terminal:",
    "  npx whook trades       what became of it",
    "  npx whook positions    what is open",
    "",
    `accounts  ${accounts.map(({ id, exchange }) => `${id} (${exchange})`).join(", ") || "none"}, from ${accountsFile}${madeAccountsFile ? ", which was made just now" : ""}`,
    ...(usesPaper ? [`prices    ${priceSource}`] : []),
    `data      ${dataDir}`,
    ...(resumed > 0 ? [`resuming  ${resumed} order${resumed === 1 ? "" : "s"} from before`] : []),
    ...warnings.map((warning) => `warning   ${warning}`),
    "",
    `To trade for real, add your exchange's API keys to ${accountsFile} (README, "Accounts"), then: npx whook accounts check`,
    "Ctrl-C stops.",
  ];
  return lines.join("\n");
}

function tryIt({ id, exchange }: Account): string {
  return exchange === "paper"
    ? `Try it with pretend money, on account ${id}:`
    : `Try it. This trades for real, on account ${id}:`;
}

function exampleAlert({ id, settle }: Account): string {
  const isLinear = ["USDT", "USDC", "USD"].includes(settle);
  return `${id} ${isLinear ? `ETH/${settle}` : `${settle}/USD`} buy 100$ x2`;
}
