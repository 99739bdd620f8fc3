import { Stack } from "aws-cdk-lib";
import { type IRole, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { Construct } from "constructs";
import { PARAMETERS, parameterPrefix, type StackFacts } from "../config/aws-names.ts";
import type { StackSettings } from "../config/stack-settings.ts";
import { acknowledge, arnOf, wildcardFinding } from "./acknowledge.ts";

/** What the stack's own parameters are made from. */
export interface StackParametersProps {
  readonly settings: StackSettings;
}

/**
 * The stack's branch of the parameter store. CloudFormation cannot write a SecureString, so keys and the token never pass
 * through a template: the CLI puts them there after a deploy.
 */
export class StackParameters extends Construct {
  readonly prefix: string;

  constructor(scope: Construct, id: string, { settings }: StackParametersProps) {
    super(scope, id);
    this.prefix = parameterPrefix(settings.stack);
    new StringParameter(this, "Settings", {
      parameterName: `${this.prefix}/${PARAMETERS.settings}`,
      description: "what whook was deployed with",
      stringValue: JSON.stringify(settings),
    });
  }

  /** For the CLI. */
  publish(facts: StackFacts): void {
    new StringParameter(this, "Facts", {
      parameterName: `${this.prefix}/${PARAMETERS.stack}`,
      description: "where the parts of this whook are",
      stringValue: Stack.of(this).toJsonString(facts),
    });
  }

  /** What holds no secret. */
  grantPublic(role: IRole): void {
    this.#grantFolder(role, "public", "accounts come and go without a deploy; no secret is below public");
  }

  /** The accounts with their keys, and nothing beside them. */
  grantAccounts(role: IRole): void {
    const accounts = `parameter${this.prefix}/${PARAMETERS.accounts}/*`;
    role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ["ssm:GetParameter"], resources: [arnOf(this, "ssm", accounts)] }),
    );
    acknowledge(role, {
      [wildcardFinding(this, "ssm", accounts)]:
        "accounts come and go without a deploy; only theirs are below this path",
    });
    this.#grantDecryption(role, accounts);
  }

  /** The channels of notifications with their secrets, and nothing beside them. */
  grantChannels(role: IRole): void {
    this.#grantFolder(
      role,
      PARAMETERS.channels,
      "channels come and go without a deploy; only theirs are below this path",
    );
    this.#grantDecryption(role, `parameter${this.prefix}/${PARAMETERS.channels}/*`);
  }

  /** Who may list a path may read all that is below it. */
  #grantFolder(role: IRole, path: string, reason: string): void {
    const folder = `parameter${this.prefix}/${path}`;
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["ssm:GetParametersByPath"],
        resources: [folder, `${folder}/*`].map((resource) => arnOf(this, "ssm", resource)),
      }),
    );
    acknowledge(role, { [wildcardFinding(this, "ssm", `${folder}/*`)]: reason });
  }

  /** https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html */
  #grantDecryption(role: IRole, parameters: string): void {
    const { region, urlSuffix } = Stack.of(this);
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["kms:Decrypt"],
        resources: [arnOf(this, "kms", "key/*")],
        conditions: {
          StringEquals: { "kms:ViaService": `ssm.${region}.${urlSuffix}` },
          StringLike: { "kms:EncryptionContext:PARAMETER_ARN": arnOf(this, "ssm", parameters) },
        },
      }),
    );
    acknowledge(role, {
      [wildcardFinding(this, "kms", "key/*")]:
        "AWS makes the key of the parameter store itself, so its id is not known; the conditions leave nothing but these parameters",
    });
  }
}
