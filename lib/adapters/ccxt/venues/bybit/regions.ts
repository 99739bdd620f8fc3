// Bybit's hosts by country: https://bybit-exchange.github.io/docs/v5/guide ("Authentication"). A key is known on its own one only.
import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { BybitClient } from "../../ccxt.ts";

const HOSTNAMES: Readonly<Record<string, string>> & { readonly global: string } = {
  global: "bybit.com",
  eu: "bybit.eu",
  nl: "bybit.nl",
  tr: "bybit-tr.com",
  kz: "bybit.kz",
  ge: "bybitgeorgia.ge",
  ae: "bybit.ae",
  id: "bybit.id",
  hk: "byhkbit.com",
};

/** Of the account's REGION. */
export function hostnameOf(region: string | undefined): string {
  return HOSTNAMES[region ?? "global"] ?? HOSTNAMES.global;
}

/** A key that this host does not know, asked for on the others. */
export async function findBybitRegion(client: BybitClient): Promise<AccountFinding> {
  const others = Object.entries(HOSTNAMES).filter(([, hostname]) => hostname !== client.hostname);
  const answers = await Promise.allSettled(others.map(([, hostname]) => askOn(client, hostname)));
  const [found] = others.filter((_, index) => answers[index]?.status === "fulfilled").map(([name]) => name);
  if (found !== undefined) {
    return {
      level: "problem",
      message: `the key is one of ${hostnameOf(found)}, not of ${client.hostname}`,
      advice: `set REGION to ${found}`,
    };
  }
  return {
    level: "problem",
    message: "none of Bybit's hosts knows the key",
    advice:
      "check API_KEY, and that EXCHANGE is bybitdemo for keys of the testnet and bybitdemotrading for those of demo trading",
  };
}

/** Signed by the same client, whose host is its own again before anything waits: an order must never meet another. */
async function askOn(client: BybitClient, hostname: string): Promise<unknown> {
  const own = client.hostname;
  client.hostname = hostname;
  const { url, method, headers, body } = client.sign("v5/user/query-api", "private", "GET");
  client.hostname = own;
  return client.fetch(url, method, headers, body);
}
