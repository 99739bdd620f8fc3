import { describe, expect, test } from "vitest";
import { readStackSettings } from "../../lib/config/stack-settings.ts";

describe("readStackSettings", () => {
  test("needs nothing: every key has a default, or is left out", () => {
    expect(readStackSettings({})).toEqual({
      stack: "whook",
      senders: [],
      egress: "none",
      logDays: 30,
      xray: "off",
    });
  });

  test("reads what the command line gives, all of it text", () => {
    const context = {
      stack: "paper",
      region: "ap-northeast-1",
      alarmEmail: "me@example.com",
      senders: "203.0.113.7, 198.51.100.0/24",
      egress: "fck-nat",
      silenceHours: "12",
      logDays: "90",
      workerConcurrency: "20",
      accountConcurrency: "1000",
      xray: "on",
    };
    const senders = ["203.0.113.7", "198.51.100.0/24"];
    expect(readStackSettings(context)).toEqual({
      ...context,
      senders,
      silenceHours: 12,
      logDays: 90,
      workerConcurrency: 20,
      accountConcurrency: 1_000,
    });
  });

  test("reads what cdk.json gives, numbers and lists", () => {
    const context = { senders: ["203.0.113.7"], silenceHours: 24, logDays: 7 };
    expect(readStackSettings(context)).toMatchObject(context);
  });

  test("lets CDK's own keys pass", () => {
    const context = { "@aws-cdk/core:validateAgainstDefaultRules": true, "cli-telemetry": false, "aws:cdk:x": {} };
    expect(readStackSettings(context)).toEqual(readStackSettings({}));
  });

  test("takes an empty value for none", () => {
    expect(readStackSettings({ alarmEmail: "", senders: "", silenceHours: "" })).toEqual(readStackSettings({}));
  });

  test.each([
    ["stack", "2fast", "a letter, then letters, digits and hyphens"],
    ["stack", "my_whook", "a letter, then letters, digits and hyphens"],
    ["region", "Frankfurt", "like eu-west-1"],
    ["alarmEmail", "me", "e-mail address"],
    ["senders", "203.0.113.7,home", "IPv4 addresses or ranges"],
    ["senders", "2001:db8::1", "IPv4 addresses or ranges"],
    ["senders", "203.0.113.0/33", "IPv4 addresses or ranges"],
    ["egress", "nat", "none (addresses that change, free), fck-nat (one fixed address, about 7.40 USD a month)"],
    ["silenceHours", "0", "from 1 to 168"],
    ["silenceHours", "169", "from 1 to 168"],
    ["silenceHours", "1.5", "from 1 to 168"],
    ["logDays", "31", "1, 3, 5, 7, 14, 30"],
    ["workerConcurrency", "1", "from 2 to 1000"],
    ["workerConcurrency", "1001", "from 2 to 1000"],
  ])("names %s when it is %s and says what is allowed", (key, value, allowed) => {
    const read = () => readStackSettings({ [key]: value });
    expect(read).toThrow(`context ${key} "${value}": must be `);
    expect(read).toThrow(allowed);
  });

  test("names every bad key at once", () => {
    expect(() => readStackSettings({ egress: "nat", region: "x" })).toThrow(/context region .*; context egress /);
  });

  test("does not take a misspelt key for none", () => {
    expect(() => readStackSettings({ alarmMail: "me@example.com" })).toThrow(
      "context alarmMail is not known, did you mean alarmEmail?",
    );
  });
});
