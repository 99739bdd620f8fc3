// The stack's notifier, asked from its owner's machine to try its channels.
import * as z from "zod";
import type { NotifyTest } from "../../config/aws-names.ts";
import { defined } from "../../core/defined.ts";
import { invokeFunction, type StackFunction } from "./invoke-function.ts";

const trials = z.array(
  z
    .object({ channel: z.string(), sent: z.boolean(), reason: z.string().optional() })
    .transform(({ reason, ...trial }) => ({
      ...trial,
      ...defined({ reason }),
    })),
);

/** @param test.channel - only this one. @returns what became of each. @throws as `invokeFunction` does. */
export async function invokeNotifyTest(
  notifier: StackFunction,
  test: NotifyTest["notifyTest"],
): Promise<z.output<typeof trials>> {
  const event: NotifyTest = { notifyTest: test };
  return trials.parse(await invokeFunction(notifier, event));
}
