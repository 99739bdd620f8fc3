import { describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import { digestDay } from "../../../lib/core/notify/digest-day.ts";

function dayAt(now: string, at = "20:00", timezone = "Europe/Berlin") {
  const day = digestDay({ at, timezone }, unixMs(Date.parse(now)));
  if (day === undefined) return undefined;
  const hours = (day.until - day.since) / 3_600_000;
  return [day.date, new Date(day.until).toISOString().slice(0, 16), hours];
}

describe("a digest is due", () => {
  test.each<[string, string, string, string, [string, string, number] | undefined]>([
    ["not before its time", "2026-11-30T18:59:59Z", "20:00", "Europe/Berlin", undefined],
    ["at its time", "2026-11-30T19:00:00Z", "20:00", "Europe/Berlin", ["2026-11-30", "2026-11-30T19:00", 24]],
    ["late the same day", "2026-11-30T22:59:59Z", "20:00", "Europe/Berlin", ["2026-11-30", "2026-11-30T19:00", 24]],
    ["not the day after", "2026-11-30T23:00:00Z", "20:00", "Europe/Berlin", undefined],
    [
      "within an hour, past midnight too",
      "2026-11-30T23:54Z",
      "23:55",
      "Europe/Berlin",
      ["2026-11-30", "2026-11-30T22:55", 24],
    ],
    ["and then no more", "2026-11-30T23:55Z", "23:55", "Europe/Berlin", undefined],
    ["at midnight", "2026-11-29T23:00Z", "00:00", "Europe/Berlin", ["2026-11-30", "2026-11-29T23:00", 24]],
    [
      "in UTC where the zone is unknown",
      "2026-11-30T20:00Z",
      "20:00",
      "Mars/Olympus",
      ["2026-11-30", "2026-11-30T20:00", 24],
    ],
    ["by the clocks of summer", "2026-07-01T18:00Z", "20:00", "Europe/Berlin", ["2026-07-01", "2026-07-01T18:00", 24]],
    [
      "after a spring day of 23 hours",
      "2026-03-29T18:00Z",
      "20:00",
      "Europe/Berlin",
      ["2026-03-29", "2026-03-29T18:00", 23],
    ],
    [
      "after an autumn day of 25 hours",
      "2026-10-25T19:00Z",
      "20:00",
      "Europe/Berlin",
      ["2026-10-25", "2026-10-25T19:00", 25],
    ],
    ["not an hour early in autumn", "2026-10-25T18:59Z", "20:00", "Europe/Berlin", undefined],
    [
      "where clocks leap over its time",
      "2026-03-29T01:30Z",
      "02:30",
      "Europe/Berlin",
      ["2026-03-29", "2026-03-29T01:30", 24],
    ],
    ["the day after that", "2026-03-30T00:30Z", "02:30", "Europe/Berlin", ["2026-03-30", "2026-03-30T00:30", 23]],
    [
      "the first time that clocks show it",
      "2026-10-25T00:30Z",
      "02:30",
      "Europe/Berlin",
      ["2026-10-25", "2026-10-25T00:30", 24],
    ],
    [
      "for the same date the second time",
      "2026-10-25T01:30Z",
      "02:30",
      "Europe/Berlin",
      ["2026-10-25", "2026-10-25T00:30", 24],
    ],
    [
      "and a day of 25 hours later",
      "2026-10-26T01:30Z",
      "02:30",
      "Europe/Berlin",
      ["2026-10-26", "2026-10-26T01:30", 25],
    ],
    ["in New York's spring", "2026-03-08T07:30Z", "02:30", "America/New_York", ["2026-03-08", "2026-03-08T07:30", 24]],
    ["in New York's autumn", "2026-11-01T05:30Z", "01:30", "America/New_York", ["2026-11-01", "2026-11-01T05:30", 24]],
    [
      "where midnight is leapt over",
      "2026-04-23T22:00Z",
      "00:00",
      "Africa/Cairo",
      ["2026-04-24", "2026-04-23T22:00", 24],
    ],
  ])("%s", (_, now, at, timezone, day) => {
    expect(dayAt(now, at, timezone)).toEqual(day);
  });

  test("never at a time that is none: settings are checked before", () => {
    expect(() => dayAt("2026-11-30T12:00Z", "25:00")).toThrow("2026-11-30T25:00 is no time");
  });

  test.each(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])(
    "once a date through every change of the clocks in %s, and its days leave no gap",
    (timezone) => {
      const changes = ["2026-03-01", "2026-04-01", "2026-10-01", "2026-11-01"];
      for (const at of ["00:00", "02:30", "23:59"]) {
        for (const begin of changes) {
          const days = new Map<string, number>();
          let until: number | undefined;
          for (let hour = 0; hour < 30 * 24; hour++) {
            const day = digestDay({ at, timezone }, unixMs(Date.parse(begin) + hour * 3_600_000));
            if (day === undefined || days.has(day.date)) continue;
            if (until !== undefined) expect([at, day.date, day.since]).toEqual([at, day.date, until]);
            until = day.until;
            days.set(day.date, hour);
          }
          expect(days.size).toBeGreaterThanOrEqual(29);
        }
      }
    },
  );
});
