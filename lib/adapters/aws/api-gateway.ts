// API Gateway's side of the webhook: its event as a request of ours, our answer as its result.
import { BlockList, isIP } from "node:net";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

/** A request as API Gateway received it. */
export interface ReceivedRequest {
  readonly token: string | undefined;
  readonly body: Uint8Array;
  readonly senderAddress: string;
}

/** The event of a REST API's Lambda proxy integration: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function mapRequest(event: APIGatewayProxyEvent): ReceivedRequest {
  const { body, isBase64Encoded, pathParameters, requestContext } = event;
  return {
    token: pathParameters?.token,
    body: Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"),
    senderAddress: requestContext.identity.sourceIp,
  };
}

export function mapAnswer({
  status,
  body,
}: {
  readonly status: number;
  readonly body: unknown;
}): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
}

/** @param senders - addresses, or ranges like `10.0.0.0/8`; none: everybody may post. @throws Error naming one that is neither. */
export function allowedSenders(senders: readonly string[]): (address: string) => boolean {
  if (senders.length === 0) return () => true;
  const list = new BlockList();
  for (const sender of senders) {
    const [address = "", bits] = sender.split("/");
    const family = isIP(address);
    if (family === 0) throw new Error(`sender "${sender}" is not an address or a range of addresses`);
    const widest = family === 6 ? 128 : 32;
    list.addSubnet(address, bits === undefined ? widest : Number.parseInt(bits, 10), family === 6 ? "ipv6" : "ipv4");
  }
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
  };
}
