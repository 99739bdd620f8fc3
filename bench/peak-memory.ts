// Loaded before a program: when it ends, writes the most memory its process ever held, in kB, to file descriptor 3.
import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) process.once("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));
