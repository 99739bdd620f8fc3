// The EXCHANGE names there are: known to the grammar, opened by the adapter, and run through the suite, or none of it.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SUPPORTED_VENUES } from "../../lib/adapters/ccxt/load-venue.ts";
import { VENUES } from "../../lib/core/market/venue-table.ts";
import { SIMULATORS } from "./simulators.ts";

/** Those of the original whook: an accounts.json written for it works unchanged. */
const ORIGINAL = [
  ...["binance", "binancedemo", "bingx", "bitget", "bybit", "bybitdemo", "coinex"],
  ...["krakendemo", "krakenfutures", "kucoinfutures", "okx", "okxdemo", "phemex", "phemexdemo"],
];
const LIB = new URL("../../lib/", import.meta.url);
/** Where a name may stand in the code: the two tables, the feed of paper's prices, examples of keys, and an account made for a smoke test. */
const MAY_NAME = [
  "core/market/venue-table.ts",
  "adapters/ccxt/load-venue.ts",
  "adapters/paper-feed.ts",
  "config/account-entry.ts",
];
const MAY_NAME_FOLDERS = ["adapters/ccxt/venues/", "cli/smoke/"];

describe("EXCHANGE names", () => {
  test("of the original are all there, in the grammar, the adapter and the suite", () => {
    const { paper: _paper, ...real } = VENUES;
    expect(Object.keys(real)).toEqual(expect.arrayContaining(ORIGINAL));
    expect(SUPPORTED_VENUES.toSorted()).toEqual(Object.keys(real).toSorted());
    expect(SIMULATORS.flatMap(({ names }) => names).toSorted()).toEqual(Object.keys(real).toSorted());
  });

  test.each(SIMULATORS.map((profile) => [String(profile.names[0]), profile] as const))(
    "of %s run the suite, each with its host",
    (folder, { names, hosts }) => {
      expect(Object.keys(hosts)).toEqual(names);
      const suite = readFileSync(new URL(`${folder}/${folder}-contract.test.ts`, import.meta.url), "utf8");
      expect(suite).toMatch(/^describeVenue\([A-Z]+\);$/m);
    },
  );

  test("are compared nowhere: what differs is in a venue's row or its file", () => {
    const named = readdirSync(LIB, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !MAY_NAME.includes(path))
      .filter((path) => !MAY_NAME_FOLDERS.some((folder) => path.startsWith(folder)))
      .filter((path) => {
        const source = readFileSync(new URL(path, LIB), "utf8");
        return SUPPORTED_VENUES.some((name) => source.includes(`"${name}"`));
      });
    expect(named).toEqual([]);
  });
});
