import { describe, expect, test } from "vitest";
import { LOCAL_VARIABLES, readLocalEnv } from "../../lib/config/env.ts";
import { TimeZone } from "../../lib/core/time-zone.ts";

test("an environment that says nothing has its defaults", () => {
  expect(readLocalEnv({ LANG: "C" })).toEqual({
    port: 8080,
    host: "127.0.0.1",
    dataDir: ".whook",
    accountsFile: "accounts.json",
    notificationsFile: "notifications.json",
    log: "plain",
    zone: TimeZone.utc,
  });
});

test("what is set is taken", () => {
  const token = "a".repeat(16);
  expect(
    readLocalEnv({
      PORT: "0",
      WHOOK_HOST: "::",
      WHOOK_DATA_DIR: "data",
      WHOOK_ACCOUNTS: "a.json",
      WHOOK_NOTIFICATIONS: "n.json",
      WHOOK_TOKEN: token,
      WHOOK_STACK: "my-whook",
      WHOOK_LOG: "json",
      TZ: "Europe/Berlin",
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "us-east-1",
    }),
  ).toEqual({
    port: 0,
    host: "::",
    dataDir: "data",
    accountsFile: "a.json",
    notificationsFile: "n.json",
    token,
    stack: "my-whook",
    log: "json",
    zone: TimeZone.find("Europe/Berlin"),
    region: "eu-central-1",
  });
});

test.each([
  [{ AWS_DEFAULT_REGION: "us-east-1" }, { region: "us-east-1" }],
  [{ WHOOK_LOG: "plain" }, { log: "plain" }],
  [{ TZ: ":/etc/localtime" }, { zone: TimeZone.utc }],
  [
    { PORT: "65535", WHOOK_HOST: "0.0.0.0" },
    { port: 65_535, host: "0.0.0.0" },
  ],
])("%o is %o", (env, read) => {
  expect(readLocalEnv(env)).toMatchObject(read);
});

describe("a variable that cannot be is named with what it may be", () => {
  test.each([
    ["PORT", ["", "http", "65536", "-1", "1.5", " 80"], "a port number from 0 to 65535"],
    ["WHOOK_HOST", ["", "localhost", "1.2.3", "fe80::1%eth0"], "an address of this machine"],
    ["WHOOK_DATA_DIR", [""], "the path of a folder"],
    ["WHOOK_ACCOUNTS", [""], "the path of a file"],
    ["WHOOK_NOTIFICATIONS", [""], "the path of a file"],
    ["WHOOK_TOKEN", ["", "short", "a b c d e f g h i j k l", "a".repeat(257)], "16 to 256 letters, digits, - or _"],
    ["WHOOK_STACK", ["", "1st", "my_stack", "a".repeat(64)], "the name of a stack"],
    ["WHOOK_LOG", ["", "JSON"], "plain or json"],
    ["AWS_REGION", [""], "the name of an AWS region"],
    ["AWS_DEFAULT_REGION", [""], "the name of an AWS region"],
  ])("%s", (name, texts, allowed) => {
    expect(LOCAL_VARIABLES).toContain(name);
    for (const text of texts) expect(() => readLocalEnv({ [name]: text }), text).toThrow(`${name} must be ${allowed}`);
  });

  test("all that are wrong at once", () => {
    expect(() => readLocalEnv({ WHOOK_LOG: "xml", PORT: "x" })).toThrow(
      "PORT must be a port number from 0 to 65535; WHOOK_LOG must be plain or json",
    );
  });
});
