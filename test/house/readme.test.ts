// What the documents tell people to type works: each alert, command, key and variable, and none that there is goes untold.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COMMAND_GROUPS, COMMANDS } from "../../lib/cli/command-table.ts";
import { ACCOUNT_KEYS } from "../../lib/config/account-schema.ts";
import { parseAccounts } from "../../lib/config/accounts.ts";
import { LOCAL_VARIABLES } from "../../lib/config/env.ts";
import { CHANNEL_KINDS, parseNotifications } from "../../lib/config/notifications.ts";
import { SETTINGS } from "../../lib/config/stack-settings.ts";
import type { AlertAccount } from "../../lib/core/alert/alert-order.ts";
import { KNOWN_WORDS, readWord } from "../../lib/core/alert/classify.ts";
import { parseAlert } from "../../lib/core/alert/parse-alert.ts";
import { VENUES } from "../../lib/core/market/venue-table.ts";
import { sourceFiles } from "./source-files.ts";
import { documents, everyOption, problemOf, wordsOf, writtenCommands } from "./written-command.ts";

const README = readFileSync("README.md", "utf8");
const ALERTS = readFileSync("docs/alerts.md", "utf8");

const ACCOUNTS: readonly AlertAccount[] = [
  { id: "demo", exchange: "paper", settle: "USDT" },
  { id: "myKucoinA", exchange: "kucoinfutures", settle: "USDT" },
  { id: "myBybitB", exchange: "bybit", settle: "USDT" },
  { id: "myBinance", exchange: "binance", settle: "USDT" },
];
/** What TradingView puts into an alert, and what people replace. */
const SAMPLES: Readonly<Record<string, string>> = {
  "{{ticker}}": "ETHUSDT.P",
  "{{timenow}}": "2026-11-24T09:30:00Z",
  "{{close}}": "1999.5",
  "{{strategy.position_size}}": "-1.5",
  "{{strategy.market_position}}": "short",
  "{{strategy.market_position_size}}": "1.5",
  "{{strategy.prev_market_position}}": "flat",
  "{{strategy.prev_market_position_size}}": "0",
  "{{strategy.order.id}}": "Close entry(s) order Long",
  "{{strategy.order.price}}": "2000",
  KEY: "k1",
  NAME: "n1",
  PRICE: "1012",
  VALUE: "1999.5",
  TIME: "2026-11-24T09:30:00Z",
  ID: "id1",
};
/** Shown for its error. */
const SHOWS_AN_ERROR = ["demo ETH/USDT byu 100$", "demo ETH/USDT byu 5"];
const COMMAND_WORD =
  /(?:^|\s)(?:buy|sell|position|pos|close|cancel:\S+|changeleverage|closeall|closeonly|pause|resume)(?:\s|$)/i;

function withSamples(text: string): string {
  return Object.entries(SAMPLES).reduce((filled, [name, sample]) => filled.replaceAll(name, sample), text);
}

function errorsOf(alert: string): readonly string[] {
  return parseAlert(withSamples(alert), ACCOUNTS).errors.map(({ message }) => message);
}

/** Indented code: an alert, and behind three spaces what it does. */
const alertLines = documents
  .flatMap(({ text }) => text.replaceAll(/```pine[\s\S]*?```/g, "").match(/^ {4}\S.*$/gm) ?? [])
  .map((line) => line.trim().split(/\s{3,}/)[0] ?? "")
  .filter((line) => COMMAND_WORD.test(line) && ACCOUNTS.some(({ id }) => line.includes(id)));
const commands = documents.flatMap(({ path, text }) => writtenCommands(text).map((line) => ({ path, line })));
const examples = await Promise.all(
  [...COMMANDS, ...COMMAND_GROUPS.flatMap((group) => group.commands)].map((entry) => entry.load()),
).then((loaded) => loaded.flatMap((command) => command.examples));
const typedAlerts = [...commands.map(({ line }) => line), ...examples.map(commandOf)]
  .filter((line) => /^(?:send|lint|plan) /.test(line))
  // As the command joins them.
  .map((line) =>
    wordsOf(line)
      .slice(1)
      .filter((word) => !word.startsWith("--"))
      .join(" "),
  )
  .filter((text) => ACCOUNTS.some(({ id }) => text.includes(id)));
const posted = documents.flatMap(({ text }) => [...text.matchAll(/ -d "([^"]+)"/g)].map(([, alert = ""]) => alert));
/** What Pine makes of the words in its sources. */
const pine = documents.flatMap(({ text }) =>
  blocks(text, "pine").flatMap((block) =>
    [...block.matchAll(/(?:alert_message = |alert\()((?:"[^"]*"|syminfo\.ticker| \+ )+)/g)].map(([, words = ""]) =>
      words
        .replaceAll(/ \+ |"/g, "")
        .replaceAll("syminfo.ticker", "ETHUSDT.P")
        .replaceAll("\\n", "\n"),
    ),
  ),
);

test("README can be read in five minutes", () => {
  expect(README.split(/\s+/).length).toBeLessThan(1500);
});

describe("alerts in documents and help", () => {
  test("are found", () => {
    expect(alertLines.length).toBeGreaterThan(10);
    expect(typedAlerts.length).toBeGreaterThan(5);
    expect(posted).toHaveLength(1);
    expect(pine).toHaveLength(5);
  });

  test.each(
    [...new Set([...alertLines, ...typedAlerts, ...posted, ...pine])].filter(
      (alert) => !SHOWS_AN_ERROR.includes(alert),
    ),
  )("%s", (alert) => {
    expect(errorsOf(alert)).toEqual([]);
  });

  test.each(SHOWS_AN_ERROR)("%s is shown for its error", (alert) => {
    expect(typedAlerts).toContain(alert);
    expect(errorsOf(alert)).toHaveLength(1);
  });
});

describe("the tables of the syntax", () => {
  const words = tables(README + ALERTS)
    .filter(({ title }) => ["command", "written", "word"].includes(title))
    .flatMap(({ rows }) => rows.flatMap(({ first }) => spans(first)));

  test.each(words)("%s has a class", (word) => {
    expect(readWord(withSamples(word))).toBeDefined();
    expect(readWord(withSamples(word))).not.toHaveProperty("code");
  });

  test("hold every word there is, those that are deprecated apart", () => {
    const isDeprecated = (word: string) => Object.hasOwn(readWord(word) ?? {}, "insteadOf");
    expect(KNOWN_WORDS.filter((word) => !isDeprecated(word) && !ALERTS.includes(`\`${word}\``))).toEqual([]);
  });
});

describe("commands in documents, messages and help", () => {
  const messages = sourceFiles("lib/**/*.ts", "docs/dashboard/*.md").flatMap(({ path, text }) =>
    [...text.matchAll(/npx whook ([a-z-]+(?: [a-z]+)?)/g)].map(([, line = ""]) => ({ path, line })),
  );

  test("are found", () => {
    expect(commands.length).toBeGreaterThan(40);
    expect(messages.length).toBeGreaterThan(8);
  });

  test.each([...new Set(commands.map(({ line }) => line))])("npx whook %s", async (line) => {
    expect(await problemOf(line)).toBeUndefined();
  });

  test.each([...new Set(examples)])("%s", async (example) => {
    expect(await problemOf(commandOf(example))).toBeUndefined();
  });

  test("of messages exist", () => {
    const names = [...COMMANDS, ...COMMAND_GROUPS].map(({ name }) => name);
    const unknown = messages.filter(({ line }) => ![...names, "help", "--help"].includes(line.split(" ")[0] ?? ""));
    expect(unknown).toEqual([]);
  });

  test("are all told of", () => {
    const told = documents.map(({ text }) => text).join("\n");
    expect(COMMANDS.filter(({ name }) => !told.includes(`npx whook ${name}`)).map(({ name }) => name)).toEqual([]);
  });

  test("options that stand alone exist", async () => {
    const named = documents.flatMap(({ text }) =>
      [...text.matchAll(/`(--[a-z-]+)[^`]*`/g)].map(([, flag = ""]) => flag),
    );
    const options = (await everyOption()).map((flags) => flags.split(" ")[0]);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((flag) => !options.includes(flag))).toEqual([]);
  });

  test("npm scripts exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const named = documents.flatMap(({ text }) => [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name));
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe("keys and variables", () => {
  const account = readFileSync("docs/accounts.md", "utf8");
  const notifications = readFileSync("docs/notifications.md", "utf8");

  test("of accounts are those of the table", () => {
    expect(keysOf(account).toSorted()).toEqual(ACCOUNT_KEYS.toSorted());
  });

  test("of channels are those of the table", () => {
    const known = CHANNEL_KINDS.flatMap((CHANNEL) => {
      const parsed = parseNotifications(JSON.stringify([{ CHANNEL, QQQQQQQQQQQQ: 1 }]));
      const [, listed = ""] = /there are ([A-Z_, ]+)/.exec(parsed.ok ? "" : parsed.error.join("\n")) ?? [];
      return listed.split(", ");
    });
    expect([...new Set(keysOf(notifications))].toSorted()).toEqual([...new Set(known)].toSorted());
  });

  test("of the environment are those of the settings", () => {
    const told = spans(readFileSync("docs/settings.md", "utf8")).filter((name) => /^[A-Z][A-Z_]+$/.test(name));
    expect([...new Set(told)].toSorted()).toEqual(LOCAL_VARIABLES.toSorted());
  });

  test("of a stack are those of the table", () => {
    const told = tables(readFileSync("docs/aws.md", "utf8"))
      .filter(({ title }) => title === "key")
      .flatMap(({ rows }) => rows.flatMap(({ first }) => spans(first)));
    expect(told.toSorted()).toEqual(Object.keys(SETTINGS).toSorted());
  });

  test("EXCHANGE names are those of the list", () => {
    const list = /Exchanges today:([\s\S]*?)These are all/.exec(account)?.[1] ?? "";
    const names = list.split("\n- ").flatMap((row) => spans(row.split(" (")[0] ?? ""));
    expect(names.toSorted()).toEqual(Object.keys(VENUES).toSorted());
  });

  test.each(documents.flatMap(({ text }) => blocks(text, "json").filter((file) => file.includes("ACCOUNT_ID"))))(
    "the accounts file that is shown can be read: %s",
    (file) => {
      expect(parseAccounts(file)).toMatchObject({ ok: true });
    },
  );

  test("the notifications file that is shown can be read", () => {
    const secrets: Readonly<Record<string, string>> = {
      BOT_TOKEN: "123456:AAbb",
      CHAT_ID: "42",
      WEBHOOK_URL: "https://discord.com/api/webhooks/1/a",
      AUTHORIZATION: "Bearer x",
      TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:alerts",
    };
    const [shown = ""] = blocks(notifications, "json");
    const file = shown.replace(/"(\w+)": "[^"]*…"/g, (_, key: string) => `"${key}": "${secrets[key] ?? ""}"`);
    expect(parseNotifications(file)).toMatchObject({ ok: true });
  });
});

interface Table {
  /** Of its first column. */
  readonly title: string;
  readonly rows: readonly { readonly first: string; readonly whole: string }[];
}

function tables(text: string): readonly Table[] {
  return [...text.matchAll(/(?:^\|.*\|\n?)+/gm)].map(([table]) => {
    const [head = "", _rule, ...rows] = table.trim().split("\n");
    return { title: cell(head), rows: rows.map((whole) => ({ first: cell(whole), whole })) };
  });
}

function cell(row: string): string {
  return row.split("|")[1]?.trim() ?? "";
}

/** The keys a section's table tells of, in whatever column. */
function keysOf(text: string): readonly string[] {
  const rows = tables(text).flatMap((table) => (table.title === "key" ? table.rows : []));
  return rows.flatMap(({ first, whole }) => {
    const others = first === "`CHANNEL`" ? spans(whole) : [];
    return [...spans(first), ...others.slice(1)].filter((key) => /^[A-Z_]{3,}$/.test(key));
  });
}

function spans(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

/** A help's example without whook's name and what is said of it. */
function commandOf(example: string): string {
  return example.replace(/^whook /, "").replace(/ [<>] .*| {2,}.*/, "");
}

function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(([, block = ""]) => block);
}
