import { describe, expect, test } from "vitest";
import { TimeZone } from "../../lib/core/time-zone.ts";

const berlin = TimeZone.find("Europe/Berlin") ?? TimeZone.utc;

describe("a time zone", () => {
  test.each([
    ["UTC", "2026-11-24T09:30:00Z", "2026-11-24 09:30:00"],
    ["Europe/Berlin", "2026-11-24T09:30:00Z", "2026-11-24 10:30:00"],
    ["Europe/Berlin", "2026-07-01T22:30:59Z", "2026-07-02 00:30:59"],
    ["Asia/Kolkata", "2026-11-24T20:00:00Z", "2026-11-25 01:30:00"],
    ["America/New_York", "2026-03-08T07:00:00Z", "2026-03-08 03:00:00"],
  ])("%s writes %s as %s, and reads it back", (name, utc, local) => {
    const zone = TimeZone.find(name);
    expect(zone?.write(Date.parse(utc))).toBe(local);
    expect(zone?.read(local.replace(" ", "T"))).toBe(Date.parse(utc));
  });

  test("reads a date as its midnight there, also on the days the clocks change", () => {
    expect(berlin.read("2026-11-24")).toBe(Date.parse("2026-11-23T23:00:00Z"));
    expect(berlin.read("2026-03-29")).toBe(Date.parse("2026-03-28T23:00:00Z"));
    expect(berlin.read("2026-03-30")).toBe(Date.parse("2026-03-29T22:00:00Z"));
  });

  test.each([
    ["Europe/Berlin", "2026-03-29T02:30", "2026-03-29 03:30:00"],
    ["America/New_York", "2026-03-08T02:30", "2026-03-08 03:30:00"],
    // Midnight itself is leapt over.
    ["Africa/Cairo", "2026-04-24", "2026-04-24 01:00:00"],
  ])("%s: a time that clocks leap over, %s, is %s", (name, local, shown) => {
    const zone = TimeZone.find(name);
    expect(zone?.write(zone.read(local) ?? 0)).toBe(shown);
  });

  test.each([
    ["Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z"],
    ["America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z"],
    ["America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z"],
    ["Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00Z"],
  ])("%s: of the two times that clocks show %s it is the first, %s", (name, local, utc) => {
    expect(TimeZone.find(name)?.read(local)).toBe(Date.parse(utc));
  });

  test.each(["", "yesterday", "2026-02-30", "2026-13-01", "2026-11-24T09:30Z", "2026-11-24T09:30+01:00"])(
    "%j is no local time",
    (text) => {
      expect(berlin.read(text)).toBeUndefined();
    },
  );

  test("a name nobody knows is none", () => {
    expect(TimeZone.find("Mars/Olympus")).toBeUndefined();
    expect(TimeZone.find("CET-1CEST,M3.5.0,M10.5.0/3")).toBeUndefined();
    expect(TimeZone.find("UTC")?.name).toBe("UTC");
  });
});
