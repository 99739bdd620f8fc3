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

export interface FixedEgressProps {
  readonly kind: Exclude<Egress, "none">;
}

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
