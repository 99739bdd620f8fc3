// Loaded before a program: when it ends, writes to file descriptor 3 the most memory its process ever held, in kB, and the
// processor time it took with all its threads, in microseconds. In JavaScript: what strips types, loaded before the program has
// its compile cache, would be a third of what a command takes.
const { writeSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

if (isMainThread)
  process.once("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeSync(3, `${maxRSS} ${userCPUTime + systemCPUTime}`);
  });
