import { UpdatePolicy } from "aws-cdk-lib/aws-autoscaling";
import {
  CfnEIP,
  GatewayVpcEndpointAwsService,
  InstanceClass,
  InstanceSize,
  InstanceType,
  type IVpc,
  NatProvider,
  Peer,
  Port,
  SubnetType,
  Vpc,
} from "aws-cdk-lib/aws-ec2";
import { FckNatInstanceProvider } from "cdk-fck-nat";
import { Construct } from "constructs";
import type { FixedEgressKind } from "../config/aws-names.ts";
import { acknowledge } from "./acknowledge.ts";

/** Which way out with a fixed address. */
export interface FixedEgressProps {
  readonly kind: FixedEgressKind;
  /** The one that is to take its place: its address is made as well. */
  readonly next?: FixedEgressKind;
}

/**
 * Each kind has an address of its own. A gateway never gives its address to an instance, nor takes one that an instance has
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html), and an update makes what is new before it
 * deletes what is old: with one address for both a change would be rolled back, or leave the instance without it.
 */
const ADDRESS_IDS: Readonly<Record<FixedEgressKind, string>> = {
  "fck-nat": "FckNatAddress",
  "nat-gateway": "NatGatewayAddress",
};

/** The instance passes packets on: it keeps nothing, and is replaced by its group when it fails. */
const FCK_NAT_FINDINGS = {
  "AwsSolutions-AS3": "a replaced instance takes the same address over: nobody need be told",
  "AwsSolutions-EC23": "the rule cannot read the network's own range, which is all that is let in",
  "AwsSolutions-EC26": "its disk holds the public image and no data",
  "AwsSolutions-IAM5[Resource::*]":
    "the instance attaches its address and routes to itself, whose ids it does not know before",
  "CloudFormation-Validate::E1152": "a placeholder until CDK has looked the image up with the account's credentials",
} as const;

/**
 * A network whose way out has one address, for exchanges that want to know it. In one zone: a second one would need a
 * second address and cost the same again.
 */
export class FixedEgress extends Construct {
  readonly vpc: IVpc;
  /** The address exchanges see. It stays when the instance behind it is replaced. */
  readonly address: string;
  /** The one of the kind that is to come. */
  readonly nextAddress?: string;

  constructor(scope: Construct, id: string, { kind, next }: FixedEgressProps) {
    super(scope, id);
    const elasticIp = new CfnEIP(this, ADDRESS_IDS[kind]);
    this.address = elasticIp.attrPublicIp;
    if (next !== undefined && next !== kind) this.nextAddress = new CfnEIP(this, ADDRESS_IDS[next]).attrPublicIp;
    const fckNat = kind === "fck-nat" ? createFckNat(elasticIp) : undefined;
    const vpc = new Vpc(this, "Vpc", {
      maxAzs: 1,
      natGateways: 1,
      natGatewayProvider: fckNat ?? NatProvider.gateway({ eipAllocationIds: [elasticIp.attrAllocationId] }),
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: "Public", subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: "Worker", subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
      ],
      // Free, and what goes to the ledger is no traffic of the address.
      gatewayEndpoints: {
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        S3: { service: GatewayVpcEndpointAwsService.S3 },
      },
    });
    fckNat?.securityGroup.addIngressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.allTraffic(), "from the worker");
    // Nothing is sent the instance's way before there is one.
    for (const route of vpc.privateSubnets.flatMap(({ node }) => node.tryFindChild("DefaultRoute") ?? []))
      if (fckNat !== undefined) route.node.addDependency(...fckNat.autoScalingGroups);
    acknowledge(vpc, {
      "AwsSolutions-VPC7": "one function, out only: a flow log would cost more than the traffic it describes",
      ...(fckNat === undefined ? {} : FCK_NAT_FINDINGS),
    });
    // CDK's own declarations do not hold under exactOptionalPropertyTypes.
    this.vpc = vpc as IVpc;
  }
}

function createFckNat({ attrAllocationId }: CfnEIP): FckNatInstanceProvider {
  return new FckNatInstanceProvider({
    instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.NANO),
    eipPool: [attrAllocationId],
    enableSsm: false,
    // A newer image takes the old one's place with the update that brings it. There is one instance, so it goes first.
    asgUpdatePolicy: UpdatePolicy.rollingUpdate({ minInstancesInService: 0 }),
  });
}
