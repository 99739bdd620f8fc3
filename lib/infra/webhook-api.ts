import { Duration, Stack } from "aws-cdk-lib";
import {
  AccessLogField,
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  MockIntegration,
  PassthroughBehavior,
  ResponseType,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import { type Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { AnyPrincipal, PolicyDocument, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { FilterPattern, LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { metricsNamespace } from "../config/aws-names.ts";
import {
  INTEGRATION_TIMEOUT_MS,
  REQUEST_BURST,
  REQUEST_RATE,
  WEBHOOK_MEMORY_MB,
  WEBHOOK_TIMEOUT_MS,
  WEBHOOK_WARM_EVERY_MS,
} from "../config/limits.ts";
import { acknowledge } from "./acknowledge.ts";
import type { LedgerTable } from "./ledger-table.ts";
import type { OrderQueueConstruct } from "./order-queue.ts";
import { runEvery } from "./run-every.ts";
import type { StackParameters } from "./stack-parameters.ts";
import { removeWithStack, type SharedFunctionProps, WhookFunction } from "./whook-function.ts";

/** What the webhook's address and function work with. */
export interface WebhookApiProps extends SharedFunctionProps {
  readonly stack: string;
  readonly bundle: string;
  readonly ledger: LedgerTable;
  readonly queue: OrderQueueConstruct;
  readonly parameters: StackParameters;
  /** Addresses and ranges that may post. */
  readonly senders: readonly string[];
}

const STAGE = "prod";
const JSON_TYPE = "application/json";
/**
 * Nothing of such an alert was stored. TradingView sends again after a 5xx other than 504, and not after 429
 * (docs/aws.md), so each of these must be a 503.
 */
const NOT_STORED = [
  ResponseType.THROTTLED,
  ResponseType.QUOTA_EXCEEDED,
  ResponseType.INTEGRATION_TIMEOUT,
  ResponseType.INTEGRATION_FAILURE,
  ResponseType.API_CONFIGURATION_ERROR,
  ResponseType.DEFAULT_5XX,
];

/** AWS's own policy for it: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
const PUSH_TO_LOGS =
  "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]";

/**
 * What the access log tells of requests that no function of ours may have seen, as CloudWatch's patterns:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
const SEEN_BY_THE_API = {
  /** Held back by the API's own limits. */
  RequestThrottled: '{ $.refusedBy = "THROTTLED" }',
  /** Its address may not post. */
  SenderRefused: '{ ($.refusedBy = "ACCESS_DENIED") || (($.route = "/whook/*") && ($.status = "403")) }',
  /** Answered, whatever the alert was. */
  AlertAnswered: '{ ($.route = "/whook/*") && (($.status = "200") || ($.status = "400")) }',
} as const;

/** The address alerts are posted to, and the function that stores and queues them. */
export class WebhookApi extends Construct {
  readonly api: RestApi;
  readonly handler: WhookFunction;
  readonly #namespace: string;
  readonly #accessLog: LogGroup;

  constructor(scope: Construct, id: string, { stack, ledger, queue, parameters, senders, ...props }: WebhookApiProps) {
    super(scope, id);
    this.handler = new WhookFunction(this, "Handler", {
      ...props,
      description: "whook: stores alerts and queues their orders",
      memoryMb: WEBHOOK_MEMORY_MB,
      timeoutMs: WEBHOOK_TIMEOUT_MS,
    });
    this.#namespace = metricsNamespace(parameters.prefix);
    this.#accessLog = new LogGroup(this, "AccessLog", { retention: props.logDays, ...removeWithStack });
    runEvery(this, this.handler, WEBHOOK_WARM_EVERY_MS);
    ledger.grantItems(this.handler);
    queue.grantSend(this.handler);
    parameters.grantPublic(this.handler.ownRole);
    this.api = new RestApi(this, "Api", {
      // A label, not an id: metrics are kept apart by it.
      restApiName: `${stack}-webhook`,
      endpointTypes: [EndpointType.REGIONAL],
      policy: senderPolicy(senders),
      cloudWatchRole: true,
      deployOptions: this.#stage(),
    });
    this.#addRoutes();
    this.#addGatewayResponses();
    acknowledge(this.api, {
      "AwsSolutions-APIG2": "the body is plain text of any form: the function reads it and says what is wrong with it",
      "AwsSolutions-APIG3": "a web ACL costs six times the rest; the resource policy lets four addresses in",
      "AwsSolutions-APIG4":
        "TradingView can send neither headers nor signatures: the token is in the path, the function checks it",
      "Serverless-APIGWXrayEnabled": "a trace holds the whole address, and the address holds the token",
      "AwsSolutions-APIG6": "an execution log holds the path, and the path holds the token; the access log is by route",
      "AwsSolutions-COG4": "TradingView has no user to sign in",
      [PUSH_TO_LOGS]: "the one role of the account that API Gateway writes its access logs with",
    });
  }

  /** The address with its stage, without a slash at its end. */
  get url(): string {
    const { region, urlSuffix } = Stack.of(this);
    return `https://${this.api.restApiId}.execute-api.${region}.${urlSuffix}/${STAGE}`;
  }

  /** A count of what the access log shows. It costs nothing while there is nothing to count. */
  countSeen(metricName: keyof typeof SEEN_BY_THE_API): Metric {
    const filterPattern = FilterPattern.literal(SEEN_BY_THE_API[metricName]);
    const filter = new MetricFilter(this, metricName, {
      logGroup: this.#accessLog,
      filterPattern,
      metricNamespace: this.#namespace,
      metricName,
      metricValue: "1",
    });
    return filter.metric({ statistic: Stats.SUM });
  }

  #stage() {
    return {
      stageName: STAGE,
      throttlingRateLimit: REQUEST_RATE,
      throttlingBurstLimit: REQUEST_BURST,
      // A trace's segments hold the whole address, an execution log the path: both hold the token.
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html
      tracingEnabled: false,
      loggingLevel: MethodLoggingLevel.OFF,
      accessLogDestination: new LogGroupLogDestination(this.#accessLog),
      accessLogFormat: accessLogByRoute(),
    };
  }

  #addRoutes(): void {
    const { root } = this.api;
    const webhook = new LambdaIntegration(this.handler, { timeout: Duration.millis(INTEGRATION_TIMEOUT_MS) });
    root.addResource("whook").addResource("{token}").addMethod("POST", webhook);
    const health = new MockIntegration({
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestTemplates: { [JSON_TYPE]: '{"statusCode":200}' },
      integrationResponses: [{ statusCode: "200", responseTemplates: { [JSON_TYPE]: '{"status":"ok"}' } }],
    });
    root.addResource("health").addMethod("GET", health, { methodResponses: [{ statusCode: "200" }] });
  }

  #addGatewayResponses(): void {
    for (const type of NOT_STORED) {
      this.#respond(type, "503", { code: "NOT_STORED", message: "the alert could not be stored: send it again" });
    }
    this.#respond(ResponseType.ACCESS_DENIED, "403", {
      code: "SENDER_REFUSED",
      message: "this address may not post alerts here",
    });
    this.#respond(ResponseType.MISSING_AUTHENTICATION_TOKEN, "404", {
      code: "NOT_FOUND",
      message: "post alerts to /whook/TOKEN",
    });
  }

  #respond(type: ResponseType, statusCode: string, error: { readonly code: string; readonly message: string }): void {
    this.api.addGatewayResponse(`Answer${type.responseType}`, {
      type,
      statusCode,
      templates: { [JSON_TYPE]: JSON.stringify({ error }) },
    });
  }
}

/** Without authorization, what a resource policy does not allow is refused. Health says nothing about anybody. */
function senderPolicy(senders: readonly string[]): PolicyDocument {
  const allow = (resource: string, conditions: Record<string, unknown>) =>
    new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: ["execute-api:Invoke"],
      resources: [`execute-api:/${STAGE}/${resource}`],
      conditions,
    });
  return new PolicyDocument({
    statements: [allow("POST/whook/*", { IpAddress: { "aws:SourceIp": [...senders] } }), allow("GET/health", {})],
  });
}

/** By route: the path holds the token. */
function accessLogByRoute(): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      requestId: AccessLogField.contextRequestId(),
      time: AccessLogField.contextRequestTime(),
      sourceIp: AccessLogField.contextIdentitySourceIp(),
      method: AccessLogField.contextHttpMethod(),
      route: AccessLogField.contextResourcePath(),
      status: AccessLogField.contextStatus(),
      responseLatency: AccessLogField.contextResponseLatency(),
      integrationLatency: AccessLogField.contextIntegrationLatency(),
      refusedBy: AccessLogField.contextErrorResponseType(),
    }),
  );
}
