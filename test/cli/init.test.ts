import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CliRun, runCli } from "../support/run-cli.ts";

const KEYS = { API_KEY: "the-key-of-a-test", SECRET_KEY: "the-secret-of-a-test", PASSWORD: "the-password" };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-init-"));
  file = join(folder, "accounts.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function init(argv: readonly string[], run: Omit<CliRun, "env"> = {}) {
  return runCli(["init", ...argv], { ...run, env: { WHOOK_DATA_DIR: join(folder, "data"), WHOOK_ACCOUNTS: file } });
}
const written = async () => JSON.parse(await readFile(file, "utf8"));
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

test("asks for what it needs, and writes a file that only its owner can read", async () => {
  const answers = ["bybit", "mine", KEYS.API_KEY, KEYS.SECRET_KEY, KEYS.PASSWORD];
  const { code, out, err } = await init(["--unchecked"], { answers });
  expect([code, err]).toEqual([0, expect.stringContaining("  paper binance")]);
  expect(await written()).toEqual([
    { ACCOUNT_ID: "mine", EXCHANGE: "bybit", ...KEYS, MARGIN_MODE: "isolated", MAX_OVERSIZE: 5 },
  ]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  for (const secret of Object.values(KEYS)) expect(out).not.toContain(secret);
});

test("what cannot be used is said at once and asked for again, and what was answered before stays", async () => {
  await init(["--account", "demo", "--exchange", "paper", "--unchecked"]);
  const names = ["buy", "DEMO", "mine"];
  const answers = ["bybti", "KUCOINfutures", ...names, "", KEYS.API_KEY, KEYS.SECRET_KEY, "", KEYS.PASSWORD];
  const { code, err } = await init(["--unchecked"], { answers });
  expect(code).toBe(0);
  expect(err).toContain('"bybti" is no exchange that whook knows: did you mean bybit?');
  expect(err).toContain("there is an account DEMO in");
  expect(err).toContain("without API key nothing can be traded there");
  expect(err).toContain("without password of the key nothing");
  expect((await written())[1]).toEqual({
    ACCOUNT_ID: "mine",
    EXCHANGE: "kucoinfutures",
    ...KEYS,
    MARGIN_MODE: "isolated",
    MAX_OVERSIZE: 5,
  });
});

test("an exchange whose host is closed is not among the names, and says why when it is asked for", async () => {
  const answers = ["krakendemo", "paper", "mine"];
  const { code, err } = await init(["--unchecked"], { answers });
  const [names = "", ...said] = err.split("EXCHANGE krakendemo");
  expect([code, names.includes("krakendemo")]).toEqual([0, false]);
  expect(said.join("")).toContain("use paper, or the demo of another exchange");
});

test("takes keys from standard input when there is no terminal, and keeps what was there", async () => {
  await init(["--account", "demo", "--exchange", "paper", "--unchecked"]);
  const given = ["--account", "mine", "--exchange", "okx", "--margin-mode", "cross", "--settle-coin", "USDC"];
  expect((await init([...given, "--unchecked"], { stdin: bytes(KEYS) })).code).toBe(0);
  expect(await written()).toEqual([
    expect.objectContaining({ ACCOUNT_ID: "demo" }),
    { ACCOUNT_ID: "mine", EXCHANGE: "okx", ...KEYS, MARGIN_MODE: "cross", MAX_OVERSIZE: 5, SETTLE_COIN: "USDC" },
  ]);
});

test("checks the account at its exchange", async () => {
  const { code, out } = await init(["--account", "demo", "--exchange", "paper"]);
  expect(code).toBe(0);
  expect(out).toContain("paper account");
});

test.each([
  ["a missing name", ["--exchange", "paper"], {}, 2, "--account is missing"],
  ["keys that are not JSON", ["--account", "a", "--exchange", "okx"], {}, 2, "standard input must hold"],
  ["an empty key", ["--account", "a", "--exchange", "okx"], { stdin: bytes({}) }, 1, "API_KEY is missing"],
  ["a name that cannot be one", ["--account", "buy", "--exchange", "paper"], {}, 1, "ACCOUNT_ID"],
  ["an exchange that was closed", ["--account", "a", "--exchange", "krakendemo"], {}, 2, "krakendemo"],
  ["an exchange nobody knows", ["--account", "a", "--exchange", "mtgox"], {}, 2, "mtgox"],
])("%s is refused, and nothing is written", async (_, argv, run, status, message) => {
  const { code, err } = await init(argv, run);
  expect(code).toBe(status);
  expect(err).toContain(message);
  await expect(stat(file)).rejects.toThrow("ENOENT");
});

test("a name that is taken is refused, and the file stays as it was", async () => {
  await init(["--account", "demo", "--exchange", "paper", "--unchecked"]);
  const before = await readFile(file, "utf8");
  const again = await init(["--account", "DEMO", "--exchange", "paper", "--unchecked"]);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining("there twice") });
  expect(await readFile(file, "utf8")).toBe(before);
});
