// The event a REST API hands a function, with the keys of a recorded one:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
import type { APIGatewayProxyEvent } from "aws-lambda";

export interface PostOptions {
  readonly token?: string;
  readonly sourceIp?: string;
  readonly contentType?: string;
  readonly isBase64Encoded?: boolean;
}

/** One of TradingView's own addresses. */
export const TRADINGVIEW = "52.89.214.238";

export function postEvent(body: string, options: PostOptions = {}): APIGatewayProxyEvent {
  const { token, sourceIp = TRADINGVIEW, contentType = "text/plain; charset=utf-8", isBase64Encoded = false } = options;
  const headers = {
    "Content-Type": contentType,
    Host: "abc123.execute-api.us-east-1.amazonaws.com",
    "X-Forwarded-For": sourceIp,
  };
  return {
    resource: "/whook/{token}",
    path: `/whook/${token}`,
    httpMethod: "POST",
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: token === undefined ? null : { token },
    stageVariables: null,
    requestContext: {
      resourceId: "ab1cd2",
      resourcePath: "/whook/{token}",
      httpMethod: "POST",
      extendedRequestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      requestTime: "24/Nov/2026:12:00:00 +0000",
      path: `/prod/whook/${token}`,
      accountId: "000000000000",
      protocol: "HTTP/1.1",
      stage: "prod",
      requestTimeEpoch: 1_795_521_600_000,
      requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      authorizer: undefined,
      identity: {
        cognitoIdentityPoolId: null,
        cognitoIdentityId: null,
        apiKey: null,
        apiKeyId: null,
        principalOrgId: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: "Go-http-client/1.1",
        user: null,
        accountId: null,
        caller: null,
        accessKey: null,
        clientCert: null,
        sourceIp,
      },
      apiId: "abc123",
    },
    body,
    isBase64Encoded,
  };
}
