// OKX's hosts, and what is traded there: https://www.okx.com/docs-v5/en/#overview-production-trading-services; ccxt's myokx and okxus.
import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { OkxClient } from "../../ccxt.ts";

interface OkxRegion {
  readonly host: string;
  readonly instruments: "SWAP" | "FUTURES";
}

const GLOBAL: OkxRegion = { host: "www.okx.com", instruments: "SWAP" };
const REGIONS: Readonly<Record<string, OkxRegion>> = {
  global: GLOBAL,
  eea: { host: "eea.okx.com", instruments: "FUTURES" },
  us: { host: "us.okx.com", instruments: "SWAP" },
};

export function regionOf(name: string | undefined): OkxRegion {
  return REGIONS[name ?? "global"] ?? GLOBAL;
}

/** A key that this host does not know, asked for on the others. */
export async function findOkxRegion(client: OkxClient): Promise<AccountFinding> {
  const others = Object.entries(REGIONS).filter(([, { host }]) => host !== client.hostname);
  const answers = await Promise.allSettled(others.map(([, { host }]) => askOn(client, host)));
  const [found] = others.filter((_, index) => answers[index]?.status === "fulfilled").map(([name]) => name);
  if (found !== undefined) {
    return {
      level: "problem",
      message: `the key is one of ${REGIONS[found]?.host}, not of ${client.hostname}`,
      advice: `set REGION to ${found}`,
    };
  }
  return {
    level: "problem",
    message: "none of OKX's hosts knows the key",
    advice: "check API_KEY, and that EXCHANGE is okxdemo for keys of demo trading and okx for others",
  };
}

/** Signed by the same client, whose host is its own again before anything waits: an order must never meet another. */
async function askOn(client: OkxClient, host: string): Promise<unknown> {
  const own = client.hostname;
  client.hostname = host;
  const { url, method, headers, body } = client.sign("account/config", "private", "GET");
  client.hostname = own;
  return client.fetch(url, method, headers, body);
}
