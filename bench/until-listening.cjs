// Loaded before a program: once it listens, writes to file descriptor 3 the processor time it took until then with all its
// threads, and the time since it began, both in microseconds.
const { writeSync } = require("node:fs");
const { Server } = require("node:net");
const { isMainThread } = require("node:worker_threads");

const { listen } = Server.prototype;
if (isMainThread)
  Server.prototype.listen = function (...given) {
    Server.prototype.listen = listen;
    this.once("listening", () => {
      const { user, system } = process.cpuUsage();
      writeSync(3, `${user + system} ${performance.now() * 1_000}`);
    });
    return listen.apply(this, given);
  };
