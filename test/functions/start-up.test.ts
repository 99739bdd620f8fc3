// What docs/design.md#what-it-must-reach asks of the bundles, gated as contents, sizes and ratios.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bundle } from "../../lib/infra/bundle.ts";
import { USED_ERRORS } from "../../lib/infra/without-unused-sdk.ts";
import { startLocalStack } from "../support/aws/local-stack.ts";
import {
  HIGHEST,
  loadedWith,
  makeStartUpBundles,
  measureStartUps,
  outputOf,
  type StartUpBundles,
  venueSource,
} from "../support/aws/start-up.ts";

const ENTRY = (name: string) => `functions/${name}/handler.ts`;

let bundles: StartUpBundles;
let venues: readonly string[];
beforeAll(async () => {
  bundles = await makeStartUpBundles();
  venues = await readdir("lib/adapters/ccxt/venues");
}, 60_000);
afterAll(() => bundles.remove());

describe("the webhook's bundle", () => {
  test("holds no ccxt and reads no account with its keys", () => {
    const inputs = Object.keys(bundles.webhook.metafile.inputs);
    expect(inputs).toContain("lib/app/accept-alert.ts");
    expect(inputs.filter((input) => /ccxt|worker-accounts/.test(input))).toEqual([]);
  });

  test("holds no zod, with everything it could ever load", () => {
    expect(Object.keys(bundles.webhook.metafile.inputs).filter((input) => /[\\/]zod[\\/]/.test(input))).toEqual([]);
  });

  test("is at most 350 kB, with everything it could ever load", () => {
    const bytes = Object.values(bundles.webhook.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
    expect(bytes).toBeLessThanOrEqual(350_000);
  });
});

test("no bundle looks for keys anywhere but in its environment", () => {
  for (const { metafile } of [bundles.webhook, bundles.worker, bundles.notify]) {
    const providers = Object.keys(metafile.inputs).filter((input) => /credential-provider-/.test(input));
    expect(providers.map((input) => /credential-provider-([a-z-]+)/.exec(input)?.[1])).toContain("env");
    expect(providers.filter((input) => !/credential-provider-(env|node)[\\/]/.test(input))).toEqual([]);
  }
});

test("every error of AWS that a function tells by its class comes as that class", async () => {
  const inputs = [bundles.webhook, bundles.worker, bundles.notify].flatMap(({ metafile }) =>
    Object.keys(metafile.inputs),
  );
  const ours = [...new Set(inputs)].filter((input) => /^(lib|functions)\//.test(input));
  const told = (await Promise.all(ours.map((input) => readFile(input, "utf8")))).flatMap((source) => {
    const imported = [...source.matchAll(/^import \{([^}]*)\} from "@aws-sdk\//gm)].flatMap(([, names = ""]) =>
      names.split(",").map((name) => name.trim()),
    );
    return [...source.matchAll(/instanceof (\w+)/g)]
      .map(([, name = ""]) => name)
      .filter((name) => imported.includes(name));
  });
  expect(told).toContain("ConditionalCheckFailedException");
  expect(told.filter((name) => !USED_ERRORS.has(name))).toEqual([]);
});

describe("the worker's bundle", () => {
  test("loads no ccxt before an account needs it", () => {
    expect(ccxtIn(bundles.worker, loadedWith(bundles.worker, outputOf(bundles.worker, ENTRY("worker"))))).toEqual([]);
  });

  test("loads the code of one venue only, and nothing ccxt carries for others", () => {
    expect(venues.length).toBeGreaterThan(0);
    for (const venue of venues) {
      const loaded = ccxtIn(bundles.worker, loadedWith(bundles.worker, outputOf(bundles.worker, venueSource(venue))));
      const clients = loaded.filter((input) => /ccxt\/js\/src\/[a-z]+\.js$/.test(input));
      // kucoinfutures is a subclass of kucoin in ccxt.
      expect(clients.length, venue).toBeLessThanOrEqual(2);
      expect(
        clients.every((input) => venue.startsWith(input.slice(input.lastIndexOf("/") + 1, -3))),
        venue,
      ).toBe(true);
      expect(
        loaded.filter(
          (input) => /undici|\/ws\/|zklink|starknet|dydx|protobuf/.test(input) && !/src\/base\/ws\//.test(input),
        ),
        venue,
      ).toEqual([]);
    }
  });

  test("every venue of it can be opened", async () => {
    for (const venue of venues) {
      const output = outputOf(bundles.worker, venueSource(venue));
      const module = (await import(join(process.cwd(), output))) as Record<string, unknown>;
      const opens = Object.entries(module).filter(([name]) => name.startsWith("open"));
      expect(opens.length, venue).toBeGreaterThan(0);
      for (const [, open] of opens) expect(typeof open).toBe("function");
    }
  });
});

test("the notifier's bundle holds no ccxt, loads SNS with the first e-mail only, and reads no account's keys", () => {
  const { notify } = bundles;
  expect(Object.keys(notify.metafile.inputs).filter((input) => /ccxt|worker-accounts/.test(input))).toEqual([]);
  const loaded = loadedWith(notify, outputOf(notify, ENTRY("notify"))).flatMap((output) =>
    Object.keys(notify.metafile.outputs[output]?.inputs ?? {}),
  );
  expect(loaded).toContain("lib/app/notifier.ts");
  expect(loaded.filter((input) => input.includes("client-sns/"))).toEqual([]);
});

test("cold starts are no slower than 1.45 and 3 times an empty handler's, and no start of the webhook's series than 1.6", async () => {
  // What else the machine does only ever adds: a series that it spoilt is measured again, and so was a round of it.
  const isMet = async () => {
    const [, webhook, worker] = await measureStartUps(bundles, { rounds: 9, venue: "binance" });
    if (webhook === undefined || worker === undefined) return false;
    return webhook.ratio <= 1.45 && webhook.highest <= HIGHEST && worker.ratio <= 3;
  };
  expect((await isMet()) || (await isMet()) || (await isMet())).toBe(true);
}, 180_000);

test("a cold webhook's answer leaves within a second, or five starts of an empty handler", async () => {
  const stack = await startLocalStack({ ...folders(), remove: async () => undefined }, [
    { ACCOUNT_ID: "demo", EXCHANGE: "paper" },
  ]);
  const [empty] = await measureStartUps(bundles, { rounds: 3, venue: "binance" });
  const took: number[] = [];
  for (let round = 0; round < 5; round++) {
    stack.webhook.crash();
    const began = performance.now();
    expect((await stack.post(`demo ETH/USDT buy 100$ id:cold-${round}`)).status).toBe(200);
    took.push(performance.now() - began);
  }
  await stack.stop();
  expect(Math.min(...took)).toBeLessThanOrEqual(Math.max(1_000, 5 * (empty?.medianMs ?? 0)));

  function folders() {
    return {
      webhook: bundles.webhook.folder,
      worker: bundles.worker.folder,
      notify: bundles.notify.folder,
    };
  }
}, 120_000);

/** The sources of ccxt that are in these files of a bundle. */
function ccxtIn({ metafile }: Bundle, outputs: readonly string[]): readonly string[] {
  return outputs
    .flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}))
    .filter((input) => /ccxt/.test(input) && /node_modules|^unused/.test(input));
}
