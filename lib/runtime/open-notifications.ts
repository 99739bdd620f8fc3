import { FileNotifications } from "../adapters/local/file-notifications.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** The channels of the file, read again when it changes. @returns undefined without a file: nobody is told. */
export function openNotifications(file: string | undefined, telemetry: Telemetry): FileNotifications | undefined {
  if (file === undefined) return undefined;
  return new FileNotifications(file, (problems) =>
    telemetry.log("error", "notifications file is broken: the last good version stays in force", { problems }),
  );
}
