import { spawn } from "node:child_process";
import { once } from "node:events";
import { homedir } from "node:os";

/** The machine a service is made on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Absent: a system without such numbers. */
  readonly userId?: number;
  /** Runs a program and hears all that it says. @returns with its exit code, 127 when it is not there. */
  hear(program: string, args: readonly string[]): Promise<{ readonly code: number; readonly said: string }>;
}

export function thisMachine(): Machine {
  const userId = process.getuid?.();
  return {
    platform: process.platform,
    home: homedir(),
    ...(userId === undefined ? {} : { userId }),
    hear: async (program, args) => {
      const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          said += text;
        });
      }
      try {
        const [code] = (await once(child, "close")) as [number | null];
        return { code: code ?? 1, said };
      } catch {
        // As a shell says of a program that is not there.
        return { code: 127, said };
      }
    },
  };
}
