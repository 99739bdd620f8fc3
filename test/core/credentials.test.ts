import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Credentials } from "../../lib/core/credentials.ts";

const SECRETS = { apiKey: "key-0123456789", secret: "secret-0123456789", password: "pass-0123456789" };

describe("Credentials", () => {
  test.each([
    ["String", (value: Credentials) => String(value)],
    ["a template", (value: Credentials) => `${value}`],
    ["JSON", (value: Credentials) => JSON.stringify({ value })],
    ["inspect", (value: Credentials) => inspect({ value }, { showHidden: true, depth: 5 })],
    ["spreading", (value: Credentials) => JSON.stringify({ ...value })],
  ])("%s tells none of the secrets", (_name, print) => {
    const text = print(new Credentials(SECRETS));
    for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
  });

  test("reveals them to who asks by name, and the key's beginning to people", () => {
    const credentials = new Credentials(SECRETS);
    expect(credentials.reveal()).toEqual(SECRETS);
    expect(credentials.maskedKey).toBe("key-...");
  });
});
