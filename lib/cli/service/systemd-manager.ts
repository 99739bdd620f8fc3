import { join } from "node:path";
import { CommandError } from "../errors.ts";
import type { Machine } from "./machine.ts";
import type { ServiceManager, ServiceName } from "./service-manager.ts";
import { SERVICE_MARK } from "./service-spec.ts";
import { systemdUnit } from "./systemd-unit.ts";

/** `systemctl is-active`: https://www.freedesktop.org/software/systemd/man/latest/systemctl.html, "Exit status". */
const ACTIVE = 0;
const NOT_ACTIVE = [3, 4];

/** A unit of this person's own systemd, or of the machine's. */
export function systemdManager(
  machine: Machine,
  { name, isSystem, configHome }: ServiceName & { readonly configHome: string | undefined },
): ServiceManager {
  const unit = `${name}.service`;
  const whose = isSystem ? [] : ["--user"];
  const ownFolder = join(configHome || join(machine.home, ".config"), "systemd", "user");
  return {
    file: join(isSystem ? "/etc/systemd/system" : ownFolder, unit),
    textOf: (spec) => systemdUnit(spec, SERVICE_MARK),
    start: [
      ["systemctl", ...whose, "daemon-reload"],
      ["systemctl", ...whose, "enable", "--now", unit],
    ],
    ...(isSystem ? {} : { stay: ["loginctl", "enable-linger"] }),
    stop: ["systemctl", ...whose, "disable", "--now", unit],
    forget: ["systemctl", ...whose, "daemon-reload"],
    log: `journalctl ${isSystem ? "" : "--user "}-fu ${name}`,
    isRunning: async () => {
      const { code, said } = await machine.hear("systemctl", [...whose, "is-active", unit]);
      if (code === ACTIVE) return true;
      if (NOT_ACTIVE.includes(code)) return false;
      const advice = isSystem ? "" : "; log in as yourself, not over su, or use --system";
      throw new CommandError(`systemd cannot be asked here: ${said.trim() || "there is no systemctl"}${advice}`);
    },
  };
}
