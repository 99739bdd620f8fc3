import type { CliIo } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { launchdManager } from "./launchd-manager.ts";
import { thisMachine } from "./machine.ts";
import type { ServiceManager, ServiceName } from "./service-manager.ts";
import { systemdManager } from "./systemd-manager.ts";

/** @throws an error that says what to do on a system that has neither. */
export function findManager(io: CliIo, service: ServiceName): ServiceManager {
  const machine = io.machine ?? thisMachine();
  const { platform, userId } = machine;
  if (platform === "linux") {
    if (userId === 0 && !service.isSystem) throw new UsageError("as root write --system: a service of the machine");
    return systemdManager(machine, { ...service, configHome: io.env.XDG_CONFIG_HOME });
  }
  if (platform !== "darwin")
    throw new CommandError(
      platform === "win32"
        ? "whook makes no service on Windows: let the Task Scheduler run npx whook start in this folder at logon, as docs/home-server.md says"
        : `whook makes services of systemd and launchd, and this is ${platform}: let its own way of starting programs run npx whook start in this folder`,
    );
  if (service.isSystem) throw new UsageError("--system is for Linux: on macOS whook runs while you are logged in");
  return launchdManager(machine, service);
}
