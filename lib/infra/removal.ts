import { RemovalPolicy } from "aws-cdk-lib";

/** For what holds no trade: it goes when the stack goes. */
export const removeWithStack = { removalPolicy: RemovalPolicy.DESTROY } as const;
