// Questions in a real terminal: they can be read, keys cannot, and what was answered stays after a mistake.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Terminal } from "../support/terminal.ts";

const WHOOK = fileURLToPath(new URL("../../bin/whook.js", import.meta.url));
const SECRET = "s-secret-of-a-test";

let folder: string;
let terminal: Terminal | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-terminal-"));
});
afterEach(async () => {
  terminal?.kill();
  await rm(folder, { recursive: true, force: true });
});

function whook(line: string, columns: number): Terminal {
  const { TZ: _zone, NO_COLOR: _colour, ...env } = process.env;
  terminal = new Terminal(`${process.execPath} ${WHOOK} ${line}`, { columns, cwd: folder, env });
  return terminal;
}

describe.each([40, 80, 200])("init in %i columns", (columns) => {
  test("shows each question, and no key", async () => {
    const asked = whook("init --unchecked", columns);
    await asked.answer("exchange: ", "bitgte\r");
    await asked.answer("exchange: ", "bitget\r");
    await asked.answer("name of the account in alerts: ", "mine\r");
    await asked.answer("API key (not shown): ", `${SECRET}\r`);
    await asked.answer("secret key (not shown): ", `${SECRET}\r`);
    await asked.answer("password of the key (not shown): ", `${SECRET}\r`);
    expect(await asked.end()).toBe(0);
    const words = asked.shown.replaceAll(/\s+/g, " ");
    expect(words).toContain('"bitgte" is no exchange that whook knows: did you mean bitget?');
    expect(asked.shown).toContain("mine (bitget) is in accounts.json now");
    expect(asked.raw).not.toContain(SECRET);
    expect(asked.screen).toMatchSnapshot();
    expect(asked.shown.split("\n").filter((line) => line.length > columns)).toEqual([]);
    expect(JSON.parse(await readFile(join(folder, "accounts.json"), "utf8"))).toEqual([
      {
        ACCOUNT_ID: "mine",
        EXCHANGE: "bitget",
        API_KEY: SECRET,
        SECRET_KEY: SECRET,
        PASSWORD: SECRET,
        MARGIN_MODE: "isolated",
        MAX_OVERSIZE: 5,
      },
    ]);
  });
});

test.each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
])("%s instead of an answer changes nothing, and says so", async (_, key) => {
  const asked = whook("init", 80);
  await asked.answer("exchange: ", key);
  expect(await asked.end()).toBe(1);
  expect(asked.shown).toMatch(/exchange: \nwhook: stopped: nothing was changed\n$/);
});
