// What one command line works on, opened when it is asked for and closed at the end.
import type { LocalEnv } from "../config/env.ts";
import type { Command, CommandContext } from "./command.ts";
import { LocalBackend } from "./local-backend.ts";
import type { Stack } from "./stack.ts";

/** What `whook deploy` calls a stack when it is given no name. */
export const DEFAULT_STACK = "whook";

/** What one command line opened; `close` closes all of it. */
export interface Session {
  readonly context: Pick<CommandContext, "env" | "zone" | "backend" | "openStack">;
  close(): Promise<void>;
}

/** Without a stack, AWS's code is not even loaded. */
export async function openSession({ where }: Pick<Command, "where">, env: LocalEnv): Promise<Session> {
  const name = env.stack ?? DEFAULT_STACK;
  let opened: Promise<Stack> | undefined;
  const openStack = () => {
    opened ??= import("./stack.ts").then((module) => module.openStack(name, env.region));
    return opened;
  };
  const isLocal = env.stack === undefined && where !== "stack";
  const backend = isLocal ? new LocalBackend(env) : await openStackBackend(openStack);
  return {
    context: { env, zone: env.zone, backend, openStack },
    close: async () => {
      await backend.close();
      (await opened?.catch(() => undefined))?.close();
    },
  };
}

async function openStackBackend(openStack: () => Promise<Stack>) {
  const { StackBackend } = await import("./stack-backend.ts");
  return new StackBackend(openStack);
}
