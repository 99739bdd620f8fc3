// What would go wrong silently if it were missing from the template.
import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import { noticeMark } from "../../lib/adapters/dynamo/ledger-table.ts";
import { ALARM_NEWS } from "../../lib/app/note-alarm.ts";
import { INDEXES, NOTICE_ATTRIBUTE } from "../../lib/config/ledger-schema.ts";
import {
  INTEGRATION_TIMEOUT_MS,
  MAX_RECEIVE_COUNT,
  NOTIFIER_CALL_AGE_MS,
  NOTIFIER_TIMEOUT_MS,
  QUEUE_VISIBILITY_MS,
  WEBHOOK_TIMEOUT_MS,
  WORKER_TIMEOUT_MS,
} from "../../lib/config/limits.ts";
import { TRADINGVIEW_ADDRESSES } from "../../lib/config/tradingview.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { ENVIRONMENT, templateOf } from "./synthesize.ts";

let template: Template;
beforeAll(() => {
  template = templateOf();
}, 180_000);

interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

type Part = "Webhook" | "Worker" | "Notifier";

/** What the role of a function may do, by the part of the stack it is in. */
function statementsOf(part: Part): readonly Statement[] {
  const policies = Object.entries(template.findResources("AWS::IAM::Policy"));
  return policies
    .filter(([id]) => id.startsWith(`${part}HandlerRole`))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement as Statement[]);
}

function actionsOf(part: Part): readonly string[] {
  return statementsOf(part)
    .flatMap(({ Action }) => Action)
    .toSorted();
}

describe("functions", () => {
  test.each([
    ["stores alerts", WEBHOOK_TIMEOUT_MS],
    ["takes orders", WORKER_TIMEOUT_MS],
    ["tells people", NOTIFIER_TIMEOUT_MS],
  ])("the one that %s runs on Node 24 and arm64, for a limited time", (what, timeoutMs) => {
    template.hasResourceProperties("AWS::Lambda::Function", {
      Description: Match.stringLikeRegexp(what),
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Timeout: timeoutMs / 1_000,
      LoggingConfig: { LogGroup: Match.anyValue() },
    });
  });

  test("logs go after a month, with the stack, and are written by nobody else", () => {
    template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 });
    template.allResources("AWS::Logs::LogGroup", { DeletionPolicy: "Delete" });
    const managed = Object.values(template.findResources("AWS::IAM::Role")).map(
      ({ Properties }) => Properties.ManagedPolicyArns,
    );
    expect(JSON.stringify(managed)).not.toContain("AWSLambdaBasicExecutionRole");
  });

  test("are told where things are and who may post", () => {
    template.allResourcesProperties("AWS::Lambda::Function", {
      Environment: {
        Variables: {
          WHOOK_TABLE: Match.anyValue(),
          WHOOK_QUEUE_URL: Match.anyValue(),
          WHOOK_PARAMETERS: "/whook/whook",
          WHOOK_SENDERS: TRADINGVIEW_ADDRESSES.join(","),
        },
      },
    });
  });
});

test("functions are called by their triggers, the stack's owner and the notifier, which asks the worker what accounts hold", () => {
  const calls = Object.values(template.findResources("AWS::IAM::Policy")).flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.filter(({ Action }: { Action: unknown }) =>
      /lambda:/.test(JSON.stringify(Action)),
    ).map(({ Action, Resource }: { Action: unknown; Resource: unknown }) => ({
      of: Properties.PolicyName,
      Action,
      Resource,
    })),
  );
  expect(calls).toEqual([
    {
      of: expect.stringMatching(/^NotifierHandler/),
      Action: "lambda:InvokeFunction",
      Resource: { "Fn::GetAtt": [expect.stringMatching(/^WorkerHandler/), "Arn"] },
    },
  ]);
  const callers = Object.values(template.findResources("AWS::Lambda::Permission"));
  for (const { Properties } of callers)
    expect(Properties.Principal).toMatch(/^(events|apigateway|lambda\.alarms\.cloudwatch)\.amazonaws\.com$/);
});

describe("the webhook may", () => {
  test("write items, queue, read what is public, log: nothing else", () => {
    expect(actionsOf("Webhook")).toEqual([
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "sqs:SendMessage",
      "ssm:GetParametersByPath",
    ]);
  });

  test("read no secret", () => {
    const parameters = statementsOf("Webhook").filter(({ Action }) =>
      [Action].flat().some((name) => name.startsWith("ssm:")),
    );
    expect(parameters).toHaveLength(1);
    expect(JSON.stringify(parameters)).toContain(":parameter/whook/whook/public");
    expect(JSON.stringify(statementsOf("Webhook"))).not.toMatch(/secret|kms:/);
  });
});

describe("the worker may", () => {
  test("take messages and put them back, change items, look one order back and at those that wait, read accounts: nothing else", () => {
    expect(actionsOf("Worker")).toEqual([
      "dynamodb:BatchGetItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
      "kms:Decrypt",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
      "ssm:GetParameter",
      "ssm:GetParametersByPath",
    ]);
  });

  test("read the accounts of its own stack only, and not the token", () => {
    const [read] = statementsOf("Worker").filter(({ Action }) => Action === "ssm:GetParameter");
    expect(JSON.stringify(read?.Resource)).toMatch(/:parameter\/whook\/whook\/secret\/accounts\/\*"/);
  });

  test("decrypt for the parameter store only, and those parameters only", () => {
    const [decrypt] = statementsOf("Worker").filter(({ Action }) => Action === "kms:Decrypt");
    const condition = JSON.stringify(decrypt?.Condition);
    expect(condition).toContain('"kms:ViaService"');
    expect(condition).toContain("ssm.eu-central-1.");
    expect(condition).toMatch(/PARAMETER_ARN.*:parameter\/whook\/whook\/secret\/accounts\/\*/);
  });
});

describe("a schedule", () => {
  test.each([
    ["Worker", "rate(1 minute)"],
    ["Webhook", "rate(5 minutes)"],
  ])("calls the %s at its %s, which keeps it warm; a failed run is not repeated", (part, ScheduleExpression) => {
    template.hasResourceProperties("AWS::Events::Rule", {
      ScheduleExpression,
      Targets: [
        Match.objectLike({
          Arn: { "Fn::GetAtt": [Match.stringLikeRegexp(`^${part}Handler`), "Arn"] },
          RetryPolicy: { MaximumRetryAttempts: 0 },
        }),
      ],
    });
    template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      FunctionName: { Ref: Match.stringLikeRegexp(`^${part}Handler`) },
      MaximumRetryAttempts: 0,
    });
  });

  test("calls the function that takes orders to follow them: it runs three functions in all", () => {
    template.resourceCountIs("AWS::Lambda::Function", 3);
  });
});

describe("the notifier", () => {
  test("is woken up by what is marked in the table, and runs every minute; what fails is not repeated by AWS", () => {
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: { "Fn::GetAtt": [Match.stringLikeRegexp("^LedgerTable"), "StreamArn"] },
      FunctionName: { Ref: Match.stringLikeRegexp("^NotifierHandler") },
      StartingPosition: "LATEST",
      MaximumBatchingWindowInSeconds: 1,
      MaximumRetryAttempts: 0,
      // A mark is told of by one at a time, and by nobody who is called later than its schedule believes.
      ParallelizationFactor: 1,
      MaximumRecordAgeInSeconds: NOTIFIER_CALL_AGE_MS / 1_000,
    });
    template.hasResourceProperties("AWS::Events::Rule", {
      ScheduleExpression: "rate(1 minute)",
      Targets: [
        Match.objectLike({
          Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("^NotifierHandler"), "Arn"] },
          RetryPolicy: { MaximumRetryAttempts: 0 },
        }),
      ],
    });
    template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      FunctionName: { Ref: Match.stringLikeRegexp("^NotifierHandler") },
      MaximumRetryAttempts: 0,
    });
  });

  test("is woken up by an item exactly when the item carries the ledger's mark", () => {
    template.hasResourceProperties("AWS::DynamoDB::Table", { StreamSpecification: { StreamViewType: "NEW_IMAGE" } });
    const mappings = Object.values(template.findResources("AWS::Lambda::EventSourceMapping"));
    const patterns = mappings.flatMap(({ Properties }) => Properties.FilterCriteria?.Filters ?? []);
    expect(patterns).toHaveLength(1);
    const { dynamodb } = JSON.parse(patterns[0].Pattern);
    // As the ledger writes it, in the form of a stream's record.
    expect(noticeMark(unixMs(0))).toMatchObject({ [NOTICE_ATTRIBUTE]: "1970-01-01T00:00:00.000Z" });
    expect(dynamodb).toEqual({ NewImage: { [NOTICE_ATTRIBUTE]: { S: [{ exists: true }] } } });
  });

  test("may read what is marked and take marks off, look at dead letters, read channels, publish to its topic, ask the worker: nothing else", () => {
    expect(actionsOf("Notifier")).toEqual([
      "dynamodb:BatchGetItem",
      "dynamodb:DescribeStream",
      "dynamodb:GetItem",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
      "kms:Decrypt",
      "lambda:InvokeFunction",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "sns:Publish",
      "sqs:ChangeMessageVisibility",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
      "ssm:GetParametersByPath",
      "ssm:GetParametersByPath",
    ]);
  });

  test("reads the channels of its own stack and no account's keys, and nobody else reads the channels", () => {
    const own = JSON.stringify(statementsOf("Notifier"));
    expect(own).toMatch(/PARAMETER_ARN.*:parameter\/whook\/whook\/secret\/channels\/\*/);
    expect(own).not.toMatch(/secret\/(accounts|token)/);
    for (const part of ["Webhook", "Worker"] as const)
      expect(JSON.stringify(statementsOf(part))).not.toMatch(/secret\/channels|sns:/);
  });

  test("asks the worker alone what accounts hold, and keeps no account's keys for it", () => {
    const invoke = statementsOf("Notifier").filter(({ Action }) => [Action].flat().includes("lambda:InvokeFunction"));
    expect(invoke.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
      expect.stringMatching(/^\{"Fn::GetAtt":\["WorkerHandler[0-9A-F]{8}","Arn"\]\}$/),
    ]);
    template.hasResourceProperties("AWS::Lambda::Function", {
      Environment: {
        Variables: Match.objectLike({ WHOOK_WORKER_FUNCTION: { Ref: Match.stringLikeRegexp("^WorkerHandler") } }),
      },
    });
    for (const part of ["Webhook", "Worker"] as const)
      expect(JSON.stringify(statementsOf(part))).not.toContain("lambda:InvokeFunction");
  });

  test("publishes to a topic of its own, and looks into the dead letters only", () => {
    const resourceOf = (action: string) =>
      JSON.stringify(statementsOf("Notifier").filter(({ Action }) => [Action].flat().includes(action)));
    expect(resourceOf("sns:Publish")).toMatch(/"Ref":"NotifierTopic/);
    expect(resourceOf("sqs:ReceiveMessage")).toMatch(/QueueDeadLetters/);
    expect(resourceOf("sqs:ReceiveMessage")).not.toMatch(/QueueOrders/);
  });

  test("sends e-mail to whom the owner names, not to who gets the alarms", () => {
    const told = templateOf({ alarmEmail: "ops@example.com", notifyEmail: "me@example.com" });
    told.hasResourceProperties("AWS::SNS::Subscription", {
      Endpoint: "me@example.com",
      TopicArn: { Ref: Match.stringLikeRegexp("^NotifierTopic") },
    });
    told.hasResourceProperties("AWS::SNS::Subscription", {
      Endpoint: "ops@example.com",
      TopicArn: { Ref: Match.stringLikeRegexp("^AlarmsTopic") },
    });
  });
});

describe("queues", () => {
  test("both are FIFO with many groups at once, encrypted, and never drop an order for its content", () => {
    template.allResourcesProperties("AWS::SQS::Queue", {
      FifoQueue: true,
      ContentBasedDeduplication: false,
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
    expect(Object.keys(template.findResources("AWS::SQS::Queue"))).toHaveLength(2);
  });

  test("both refuse what is not TLS", () => {
    template.resourceCountIs("AWS::SQS::QueuePolicy", 2);
    template.allResourcesProperties("AWS::SQS::QueuePolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        ]),
      },
    });
  });

  test("what breaks the worker is put aside, after all of an order's waits", () => {
    template.hasResourceProperties("AWS::SQS::Queue", {
      VisibilityTimeout: QUEUE_VISIBILITY_MS / 1_000,
      RedrivePolicy: { maxReceiveCount: MAX_RECEIVE_COUNT, deadLetterTargetArn: Match.anyValue() },
    });
  });

  test("the worker is handed one order at a time and says which one failed", () => {
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      BatchSize: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumBatchingWindowInSeconds: Match.absent(),
    });
  });

  test("the worker leaves the webhook seven of the ten functions a new account runs at once; a setting decides otherwise", () => {
    const atMost = (MaximumConcurrency: number) => ({ ScalingConfig: { MaximumConcurrency } });
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", { BatchSize: 1, ...atMost(3) });
    const larger = templateOf({ workerConcurrency: "20", accountConcurrency: "1000" });
    larger.hasResourceProperties("AWS::Lambda::EventSourceMapping", { BatchSize: 1, ...atMost(20) });
    const raised = templateOf({ accountConcurrency: "1000" });
    raised.hasResourceProperties("AWS::Lambda::EventSourceMapping", { BatchSize: 1, ...atMost(50) });
  }, 180_000);
});

test("the table outlives the stack, a slip and a mistake", () => {
  template.hasResource("AWS::DynamoDB::Table", {
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: {
      BillingMode: "PAY_PER_REQUEST",
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      GlobalSecondaryIndexes: INDEXES.map(({ name: IndexName }) =>
        Match.objectLike({ IndexName, Projection: { ProjectionType: "KEYS_ONLY" } }),
      ),
    },
  });
});

/**
 * Every feature of AWS in this template's reach that keeps or shows a request's address, which holds the token:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html,
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
describe("no copy of the token", () => {
  const traced = () => templateOf({ xray: "on" });

  test.each([
    ["with X-Ray off", () => template],
    ["with X-Ray on", traced],
  ])("is in what API Gateway traces, logs, caches or hands on, %s", (_, of) => {
    const stages = Object.values(of().findResources("AWS::ApiGateway::Stage"));
    expect(stages).toHaveLength(1);
    for (const { Properties } of stages) {
      expect(Properties.TracingEnabled).toBe(false);
      expect(Properties.CacheClusterEnabled).toBeUndefined();
      expect(Properties.CanarySetting).toBeUndefined();
      for (const settings of Properties.MethodSettings)
        expect(settings).toMatchObject({ LoggingLevel: "OFF", DataTraceEnabled: false });
      const shown = [...Properties.AccessLogSetting.Format.matchAll(/\$context\.([A-Za-z.]+)/g)].map(
        ([, name]) => name,
      );
      expect(shown.toSorted()).toEqual([
        "error.responseType",
        "httpMethod",
        "identity.sourceIp",
        "integrationLatency",
        "requestId",
        "requestTime",
        "resourcePath",
        "responseLatency",
        "status",
      ]);
    }
    // A usage plan counts by keys, a documentation part or a request validator would show examples of paths.
    for (const type of ["UsagePlan", "ClientCertificate", "DocumentationPart", "RequestValidator"])
      of().resourceCountIs(`AWS::ApiGateway::${type}`, 0);
  });

  test.each([
    "AWS::CloudFront::Distribution",
    "AWS::CloudTrail::Trail",
    "AWS::CloudWatch::Canary",
    "AWS::EC2::FlowLog",
    "AWS::Events::Archive",
    "AWS::KinesisFirehose::DeliveryStream",
    "AWS::Lambda::Url",
    "AWS::Logs::SubscriptionFilter",
    "AWS::Route53::HealthCheck",
    "AWS::Synthetics::Canary",
    "AWS::WAFv2::LoggingConfiguration",
    "AWS::WAFv2::WebACL",
  ])("is kept by a %s: there is none", (type) => {
    traced().resourceCountIs(type, 0);
  });

  test("is in a destination that an event of a function would be copied to", () => {
    for (const { Properties } of Object.values(template.findResources("AWS::Lambda::EventInvokeConfig")))
      expect(Properties.DestinationConfig).toBeUndefined();
    for (const { Properties } of Object.values(template.findResources("AWS::Lambda::Function")))
      expect(Properties.DeadLetterConfig).toBeUndefined();
  });

  test("is in what an extension or a tracer of Lambda reads, or in what the stack tells of itself", () => {
    for (const { Properties } of Object.values(template.findResources("AWS::Lambda::Function"))) {
      expect(Properties.Layers).toBeUndefined();
      expect(Object.keys(Properties.Environment.Variables).filter((name) => !name.startsWith("WHOOK_"))).toEqual([]);
    }
    const outputs = JSON.stringify(template.findOutputs("*")) + JSON.stringify(template.findParameters("*"));
    expect(outputs).not.toMatch(/token/i);
    template.resourceCountIs("AWS::SecretsManager::Secret", 0);
  });

  test("is in a trace: none is made, unless the owner asks for the functions'", () => {
    const modes = (of: Template) =>
      Object.values(of.findResources("AWS::Lambda::Function")).map(({ Properties }) => Properties.TracingConfig?.Mode);
    expect(modes(template)).toEqual([undefined, undefined, undefined]);
    expect(modes(traced())).toEqual(["Active", "Active", "Active"]);
  });
});

test("the longest name of a stack leaves room for what CloudFormation makes of a FIFO queue's name", () => {
  const longest = "s".repeat(32);
  const queues = Object.keys(templateOf({ stack: longest }).findResources("AWS::SQS::Queue"));
  // STACK-LOGICALID-RANDOM.fifo: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
  const RANDOM = 13;
  for (const id of queues) expect(`${longest}-${id}-${"x".repeat(RANDOM)}.fifo`.length).toBeLessThanOrEqual(80);
  expect(() => templateOf({ stack: `${longest}s` })).toThrow("at most 32 in all");
});

/** The indexes of the last release, by partition. CloudFormation makes or drops one an update: change one of them a release. */
const RELEASED_INDEXES: Readonly<Record<string, string>> = {
  "by-account": "accountKey",
  "by-account-symbol": "marketKey",
  "by-day": "dayKey",
  "by-open": "openKey",
  "by-followed": "followedKey",
};

test("a later release can change the table: one index an update at most", () => {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
  const now = Object.fromEntries(INDEXES.map(({ name, partition }) => [name, partition]));
  const names = new Set([...Object.keys(now), ...Object.keys(RELEASED_INDEXES)]);
  const changed = [...names].filter((name) => now[name] !== RELEASED_INDEXES[name]);
  expect(changed.length).toBeLessThanOrEqual(1);
});

describe("the API", () => {
  test("is regional and lets TradingView post, and whoever the owner adds", () => {
    const own = templateOf({ senders: "203.0.113.7,198.51.100.0/24" });
    own.hasResourceProperties("AWS::ApiGateway::RestApi", {
      EndpointConfiguration: { Types: ["REGIONAL"] },
      Policy: {
        Statement: [
          {
            Action: "execute-api:Invoke",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Resource: "execute-api:/prod/POST/whook/*",
            Condition: { IpAddress: { "aws:SourceIp": [...TRADINGVIEW_ADDRESSES, "203.0.113.7", "198.51.100.0/24"] } },
          },
          Match.objectLike({ Resource: "execute-api:/prod/GET/health", Condition: Match.absent() }),
        ],
      },
    });
  });

  // A policy holds once the API is deployed anew: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
  test("is deployed anew when others may post", () => {
    const deployed = (of: Template) => Object.keys(of.findResources("AWS::ApiGateway::Deployment"));
    expect(deployed(template)).toHaveLength(1);
    expect(deployed(templateOf({ senders: "203.0.113.7" }))).not.toEqual(deployed(template));
  });

  test("has two routes: alerts go to the function, health is answered without it", () => {
    template.resourceCountIs("AWS::ApiGateway::Method", 2);
    template.hasResourceProperties("AWS::ApiGateway::Method", {
      HttpMethod: "POST",
      Integration: { Type: "AWS_PROXY", TimeoutInMillis: INTEGRATION_TIMEOUT_MS },
    });
    template.hasResourceProperties("AWS::ApiGateway::Method", { HttpMethod: "GET", Integration: { Type: "MOCK" } });
    const paths = Object.values(template.findResources("AWS::ApiGateway::Resource"));
    expect(paths.map(({ Properties }) => Properties.PathPart)).toEqual(["whook", "{token}", "health"]);
  });

  test.each([
    "THROTTLED",
    "QUOTA_EXCEEDED",
    "INTEGRATION_TIMEOUT",
    "INTEGRATION_FAILURE",
    "API_CONFIGURATION_ERROR",
    "DEFAULT_5XX",
  ])("answers %s with 503, so that TradingView sends again", (ResponseType) => {
    template.hasResourceProperties("AWS::ApiGateway::GatewayResponse", { ResponseType, StatusCode: "503" });
  });

  test("S11: lets any burst through at once, and bounds what an attack costs by what it lets through later", () => {
    const [stage] = Object.values(template.findResources("AWS::ApiGateway::Stage"));
    const [settings] = stage?.Properties.MethodSettings ?? [];
    expect(settings).toMatchObject({ HttpMethod: "*" });
    expect(settings.ThrottlingBurstLimit).toBeGreaterThanOrEqual(2 * 500);
    expect(settings.ThrottlingRateLimit).toBeLessThanOrEqual(25);
  });

  test("logs the route and never the path, which holds the token", () => {
    const [stage] = Object.values(template.findResources("AWS::ApiGateway::Stage"));
    const { Format } = stage?.Properties.AccessLogSetting ?? {};
    expect(Format).toContain('"route":"$context.resourcePath"');
    expect(Format).not.toMatch(/\$context\.path\b|\$context\.requestOverride|\$context\.protocol/);
    expect(stage?.Properties.MethodSettings).toMatchObject([{ LoggingLevel: "OFF", DataTraceEnabled: false }]);
  });
});

describe("alarms", () => {
  const ids = (of: Template) => Object.keys(of.findResources("AWS::CloudWatch::Alarm"));

  test("each goes off at the first event and says so to the topic", () => {
    expect(ids(template)).toHaveLength(11);
    template.allResourcesProperties("AWS::CloudWatch::Alarm", {
      AlarmActions: Match.arrayWith([{ Ref: Match.stringLikeRegexp("^AlarmsTopic") }]),
      EvaluationPeriods: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
    });
  });

  test.each(["OrderExpired", "OrderForbidden", "OrderUnknown"])("one watches %s of this stack", (MetricName) => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      Namespace: "whook/whook",
      MetricName,
      Dimensions: [{ Name: "service", Value: "worker" }],
      Statistic: "Sum",
      Threshold: 1,
    });
  });

  test("what no function may have seen has the notifier called, by its alarm and by no other, and it knows what to say of it", () => {
    const alarms = Object.entries(template.findResources("AWS::CloudWatch::Alarm"));
    const telling = alarms.filter(([, { Properties }]) => JSON.stringify(Properties.AlarmActions).includes("Notifier"));
    const names = telling.map(([id]) => /^Alarms([A-Za-z]+)[0-9A-F]{8}$/.exec(id)?.[1]);
    expect(names.toSorted()).toEqual(Object.keys(ALARM_NEWS).toSorted());
    const callers = Object.values(template.findResources("AWS::Lambda::Permission"))
      .map(({ Properties }) => Properties)
      .filter(({ Principal }) => Principal === "lambda.alarms.cloudwatch.amazonaws.com");
    expect(callers).toEqual(
      telling.map(([id]) => ({
        Action: "lambda:InvokeFunction",
        FunctionName: { "Fn::GetAtt": [expect.stringMatching(/^NotifierHandler/), "Arn"] },
        Principal: "lambda.alarms.cloudwatch.amazonaws.com",
        SourceAccount: ENVIRONMENT.account,
        SourceArn: { "Fn::GetAtt": [id, "Arn"] },
      })),
    );
    // Held back as everything else may be at that moment: it waits for a place.
    template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      FunctionName: { Ref: Match.stringLikeRegexp("^NotifierHandler") },
      MaximumEventAgeInSeconds: 300,
    });
  });

  test("one watches the senders refused by address, which no function sees, and has it told within minutes", () => {
    template.hasResourceProperties("AWS::Logs::MetricFilter", {
      LogGroupName: { Ref: Match.stringLikeRegexp("^WebhookAccessLog") },
      FilterPattern: '{ ($.refusedBy = "ACCESS_DENIED") || (($.route = "/whook/*") && ($.status = "403")) }',
      MetricTransformations: [{ MetricNamespace: "whook/whook", MetricName: "SenderRefused", MetricValue: "1" }],
    });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "SenderRefused",
      Period: 60,
      Threshold: 1,
      AlarmActions: [
        { Ref: Match.stringLikeRegexp("^AlarmsTopic") },
        { "Fn::GetAtt": [Match.stringLikeRegexp("^NotifierHandler"), "Arn"] },
      ],
    });
  });

  test("one watches the dead letters, one what was answered 5xx", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "ApproximateNumberOfMessagesVisible",
      Dimensions: [
        { Name: "QueueName", Value: { "Fn::GetAtt": [Match.stringLikeRegexp("DeadLetters"), "QueueName"] } },
      ],
      Threshold: 1,
    });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "5XXError",
      Statistic: "Sum",
      Threshold: 1,
    });
  });

  test.each(["Notifier", "Worker"])("one watches what fails of the %s", (part) => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "Errors",
      Dimensions: [{ Name: "FunctionName", Value: { Ref: Match.stringLikeRegexp(`^${part}Handler`) } }],
      Threshold: 1,
    });
  });

  test("one watches every function that AWS holds back", () => {
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      Namespace: "AWS/Lambda",
      MetricName: "Throttles",
      Dimensions: Match.absent(),
      Statistic: "Sum",
      Threshold: 1,
    });
  });

  test.each([["RequestThrottled", '{ $.refusedBy = "THROTTLED" }']])(
    "one watches %s, which the API's access log alone has seen",
    (MetricName, FilterPattern) => {
      template.hasResourceProperties("AWS::Logs::MetricFilter", {
        LogGroupName: { Ref: Match.stringLikeRegexp("^WebhookAccessLog") },
        FilterPattern,
        MetricTransformations: [{ MetricName, MetricNamespace: "whook/whook", MetricValue: "1" }],
      });
      template.hasResourceProperties("AWS::CloudWatch::Alarm", { MetricName, Statistic: "Sum", Threshold: 1 });
    },
  );

  test("silence is one when it is asked for: no data after there was some, and so quiet before the first alert", () => {
    const silent = templateOf({ silenceHours: 12 });
    expect(ids(silent)).toHaveLength(12);
    silent.hasResourceProperties("AWS::CloudWatch::Alarm", {
      ComparisonOperator: "LessThanThreshold",
      EvaluationPeriods: 12,
      Threshold: 1,
      MetricName: "AlertAnswered",
      TreatMissingData: "missing",
      InsufficientDataActions: [{ Ref: Match.stringLikeRegexp("^AlarmsTopic") }],
    });
  });

  test("CloudWatch may publish, over TLS, and the owner gets an e-mail", () => {
    const told = templateOf({ alarmEmail: "me@example.com" });
    told.hasResourceProperties("AWS::SNS::Subscription", { Protocol: "email", Endpoint: "me@example.com" });
    told.hasResourceProperties("AWS::SNS::TopicPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
          Match.objectLike({
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
          }),
        ]),
      },
    });
    template.resourceCountIs("AWS::SNS::Subscription", 0);
  });
});

test("the dashboard shows the runs that failed and what was told", () => {
  const [dashboard] = Object.values(template.findResources("AWS::CloudWatch::Dashboard"));
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  for (const shown of ["NotificationSent", "NotificationLost", "WorkerHandler", "NotifierHandler"])
    expect(body).toContain(shown);
});

describe("parameters", () => {
  test("what the CLI asks where things are", () => {
    template.hasResourceProperties("AWS::SSM::Parameter", { Name: "/whook/whook/public/stack", Type: "String" });
  });

  test("two stacks of one region share no name", () => {
    const names = (of: Template) =>
      Object.values(of.findResources("AWS::SSM::Parameter")).map(({ Properties }) => Properties.Name);
    expect(names(templateOf({ stack: "paper" }))).toEqual(
      names(template).map((name) => name.replace("/whook/whook", "/whook/paper")),
    );
  });
});

describe("egress", () => {
  test("without it there is no network to pay for", () => {
    template.resourceCountIs("AWS::EC2::VPC", 0);
  });

  test.each([
    ["nat-gateway", "AWS::EC2::NatGateway"],
    ["fck-nat", "AWS::AutoScaling::AutoScalingGroup"],
  ])("%s: what speaks to exchanges is inside, one address outside, the table not through it", (egress, type) => {
    const fixed = templateOf({ egress });
    fixed.resourceCountIs(type, 1);
    fixed.resourceCountIs("AWS::EC2::EIP", 1);
    fixed.hasOutput("EgressAddress", { Value: { "Fn::GetAtt": [Match.anyValue(), "PublicIp"] } });
    fixed.resourcePropertiesCountIs("AWS::Lambda::Function", { VpcConfig: Match.anyValue() }, 1);
    fixed.hasResourceProperties("AWS::Lambda::Function", {
      Description: Match.stringLikeRegexp("stores alerts"),
      VpcConfig: Match.absent(),
    });
    fixed.resourceCountIs("AWS::EC2::VPCEndpoint", 2);
    fixed.allResourcesProperties("AWS::EC2::VPCEndpoint", { VpcEndpointType: "Gateway" });
  });

  test("fck-nat: a newer image takes the old one's place with the update that brings it, and nothing is sent its way before", () => {
    const fixed = templateOf({ egress: "fck-nat" });
    fixed.hasResource("AWS::AutoScaling::AutoScalingGroup", {
      UpdatePolicy: { AutoScalingRollingUpdate: { MinInstancesInService: 0 } },
      // A newer image is a newer version of the template.
      Properties: {
        LaunchTemplate: {
          Version: { "Fn::GetAtt": [Match.stringLikeRegexp("FckNatLaunchTemplate"), "LatestVersionNumber"] },
        },
      },
    });
    fixed.hasResource("AWS::EC2::Route", {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp("FckNatAsg")]),
      Properties: { NetworkInterfaceId: Match.anyValue() },
    });
  });
});
