import { join } from "node:path";
import { CommandError } from "../errors.ts";
import { launchdPlist } from "./launchd-plist.ts";
import type { Machine } from "./machine.ts";
import type { ServiceManager, ServiceName } from "./service-manager.ts";
import { SERVICE_MARK } from "./service-spec.ts";

/** An agent of this person's launchd. Its commands: https://keith.github.io/xcode-man-pages/launchctl.1.html */
export function launchdManager(machine: Machine, { name }: ServiceName): ServiceManager {
  const { home, userId = 0 } = machine;
  const file = join(home, "Library", "LaunchAgents", `${name}.plist`);
  const logFile = join(home, "Library", "Logs", `${name}.log`);
  return {
    file,
    textOf: (spec) => launchdPlist(spec, { mark: SERVICE_MARK, logFile }),
    start: [["launchctl", "bootstrap", `gui/${userId}`, file]],
    stop: ["launchctl", "bootout", `gui/${userId}/${name}`],
    log: `tail -f "${logFile}"`,
    isRunning: async () => {
      const { code, said } = await machine.hear("launchctl", ["list"]);
      if (code !== 0) throw new CommandError(`launchd cannot be asked here: ${said.trim() || "there is no launchctl"}`);
      // Three columns: the process, or a hyphen; with what it ended last; the label.
      const row = said.split("\n").find((line) => line.trim().split(/\s+/).at(-1) === name);
      return /^\s*\d/.test(row ?? "");
    },
  };
}
