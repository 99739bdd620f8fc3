// What a bench is told: whatever is wrong is answered before anything is measured.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ALL = readdirSync("bench").filter((file) => readFileSync(`bench/${file}`, "utf8").includes("./bench-words.ts"));

function bench(file: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`bench/${file}`, ...words], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("npm run bench -- --help names every bench, and runs none", () => {
  const names = ALL.filter((file) => file !== "run.ts").map((file) => file.replace(".ts", ""));
  const measuring = readdirSync("bench").filter((file) =>
    readFileSync(`bench/${file}`, "utf8").includes("describeMachine()}"),
  );
  expect(measuring.map((file) => file.replace(".ts", ""))).toEqual(names);
  const { status, stdout, stderr } = bench("run.ts", "--help");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout.trim().split(": ").at(-1)?.split(" ").sort()).toEqual(names.sort());
});

test.each(ALL.filter((file) => file !== "run.ts"))("%s reads what it is told before it does anything", (file) => {
  const source = readFileSync(`bench/${file}`, "utf8");
  const read = source.search(/^(const \w+ = readCount|readNothing)\(/m);
  const first = source.search(/^(const .* = )?await |^(try|for) /m);
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(first);
});

test.each([
  ["run.ts", ["--nonsense"], "Unknown option '--nonsense'\nusage: node bench/run.ts [NAME...]\nruns each"],
  ["run.ts", ["pipeline", "nothing"], '"nothing": no such bench\n'],
  ["listening.ts", ["--nonsense"], "Unknown option '--nonsense'\nusage: node bench/listening.ts\nmeasures "],
  ["listening.ts", ["10"], '"10": it takes nothing\n'],
  ["pipeline.ts", ["many"], '"many": write a whole number above 0\nusage: node bench/pipeline.ts [ALERTS]\nmeasures '],
  ["pipeline.ts", ["10", "20"], '"20": it takes one number\n'],
])("%s %j is refused, and says what it takes", (file, words, message) => {
  expect(bench(file, ...words)).toEqual({ status: 2, stdout: "", stderr: expect.stringContaining(message) });
});
