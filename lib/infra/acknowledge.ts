import { Stack, Token, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** Findings of cdk-nag, each with why it stays: rule id to reason. */
export function acknowledge(scope: IConstruct, findings: Readonly<Record<string, string>>): void {
  Validations.of(scope).acknowledge(...Object.entries(findings).map(([id, reason]) => ({ id, reason })));
}

/** The ARN of something of this stack's account and region, for a policy. */
export function arnOf(scope: IConstruct, service: string, resource: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The id of cdk-nag's finding about a wildcard in `arnOf(scope, service, resource)`. */
export function wildcardFinding(scope: IConstruct, service: string, resource: string): string {
  const { region, account } = Stack.of(scope);
  const shown = (value: string, name: string) => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
  const where = `${shown(region, "Region")}:${shown(account, "AccountId")}`;
  return `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:${service}:${where}:${resource}]`;
}
