import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { type IVpc, SecurityGroup } from "aws-cdk-lib/aws-ec2";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

/** For what holds no trade: it goes when the stack goes. */
export const removeWithStack = { removalPolicy: RemovalPolicy.DESTROY } as const;

/** What every function of the stack is given. */
export interface SharedFunctionProps {
  readonly logDays: RetentionDays;
  readonly environment: Readonly<Record<string, string>>;
  /** By X-Ray, which is paid by the trace. */
  readonly isTraced: boolean;
}

/** How a function differs from the others. */
export interface WhookFunctionProps extends SharedFunctionProps {
  readonly description: string;
  /** The folder `bundleFunction` wrote. */
  readonly bundle: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** @default - outside of any VPC: AWS gives it an address, and another one tomorrow */
  readonly vpc?: IVpc;
}

/**
 * One function as all of them are: Node 24 on arm64, its logs in a group of its own for a limited time, its role
 * allowed to write there and nothing more. Bundles hold no source map: reading one would be paid on every cold start.
 */
export class WhookFunction extends LambdaFunction {
  readonly logs: LogGroup;
  /** Where what it may do is added. */
  readonly ownRole: Role;

  constructor(scope: Construct, id: string, props: WhookFunctionProps) {
    const { description, bundle, memoryMb, timeoutMs, logDays, environment, isTraced, vpc } = props;
    const logs = new LogGroup(scope, `${id}Logs`, { retention: logDays, ...removeWithStack });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com"), description });
    super(scope, id, {
      description,
      code: Code.fromAsset(bundle),
      handler: "handler.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout: Duration.millis(timeoutMs),
      environment: { ...environment },
      logGroup: logs,
      tracing: isTraced ? Tracing.ACTIVE : Tracing.DISABLED,
      role,
      ...(vpc === undefined ? {} : { vpc, securityGroups: [outboundOnly(scope, id, vpc)] }),
    });
    this.logs = logs;
    this.ownRole = role;
    logs.grantWrite(role);
    if (vpc !== undefined) role.addToPolicy(networkInterfaces());
    acknowledge(role, {
      "AwsSolutions-IAM5[Resource::*]":
        "X-Ray, and network interfaces where there is a VPC, take no resource in a policy; a trigger lists the streams there are",
    });
    acknowledge(this, {
      "Serverless-LambdaDLQ": "whoever calls waits for the answer, or calls again within a minute",
      "Serverless-LambdaTracing": "paid by the trace: on when the owner asks for it (docs/aws.md)",
    });
  }
}

function outboundOnly(scope: Construct, id: string, vpc: IVpc): SecurityGroup {
  return new SecurityGroup(scope, `${id}Network`, { vpc, description: "whook: out to exchanges and AWS, nothing in" });
}

/** What a function in a VPC needs: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
function networkInterfaces(): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ],
    resources: ["*"],
  });
}
