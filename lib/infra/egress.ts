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
import type { Egress } from "../config/aws-names.ts";
import { acknowledge } from "./acknowledge.ts";

/** Which way out with a fixed address. */
export interface FixedEgressProps {
  readonly kind: Exclude<Egress, "none">;
}

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

  constructor(scope: Construct, id: string, { kind }: FixedEgressProps) {
    super(scope, id);
    const elasticIp = new CfnEIP(this, "Address");
    this.address = elasticIp.attrPublicIp;
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
  });
}
