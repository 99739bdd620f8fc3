import * as z from "zod";
import { EGRESSES, PARAMETERS, type StackFacts } from "../../config/aws-names.ts";
import { defined } from "../../core/defined.ts";
import { OwnerParameters, type OwnerParametersOptions } from "./owner-parameters.ts";

const schema = z.object({
  url: z.url(),
  region: z.string(),
  table: z.string(),
  queueUrl: z.url(),
  deadLetterQueueUrl: z.url(),
  webhookFunction: z.string(),
  workerFunction: z.string(),
  notifierFunction: z.string(),
  topicArn: z.string(),
  webhookLogGroup: z.string(),
  workerLogGroup: z.string(),
  notifierLogGroup: z.string(),
  egress: z.enum(EGRESSES),
  egressAddress: z.string().optional(),
  nextEgressAddress: z.string().optional(),
});

/** Where a deployed stack's parts are; undefined: there is no such stack. @throws what the SDK throws, or an Error when the parameter is not one of this version. */
export async function readStackFacts(options: OwnerParametersOptions): Promise<StackFacts | undefined> {
  const text = await new OwnerParameters(options).find(PARAMETERS.stack);
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Error(`parameter ${options.prefix}/${PARAMETERS.stack} is of another version of whook`);
  const { egressAddress, nextEgressAddress, ...facts } = parsed.data;
  return { ...facts, ...defined({ egressAddress, nextEgressAddress }) };
}
