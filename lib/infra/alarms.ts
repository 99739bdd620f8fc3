// What a person should be told of, by e-mail. docs/aws.md says for each of them what to do.
import { Duration, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, Metric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaAction, SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { metricsNamespace } from "../config/aws-names.ts";
import { SLOW_WORKER_MS } from "../config/limits.ts";
import type { StackSettings } from "../config/stack-settings.ts";
import { EmailTopic } from "./email-topic.ts";
import type { NotifierConstruct } from "./notifier.ts";
import type { OrderQueueConstruct } from "./order-queue.ts";
import type { WebhookApi } from "./webhook-api.ts";
import type { Worker } from "./worker.ts";

/** What the alarms watch. */
export interface AlarmsProps {
  readonly settings: StackSettings;
  /** Of the stack's parameters. */
  readonly prefix: string;
  readonly queue: OrderQueueConstruct;
  readonly webhook: WebhookApi;
  readonly worker: Worker;
  readonly notifier: NotifierConstruct;
}

const FIVE_MINUTES = Duration.minutes(5);
const HOUR = Duration.hours(1);

/** One of the stack's own counts (`Metric` of lib/ports/telemetry.ts). */
export function ownMetric(prefix: string, service: "webhook" | "worker" | "notify", metricName: string): Metric {
  return new Metric({
    namespace: metricsNamespace(prefix),
    metricName,
    dimensionsMap: { service },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
  });
}

/** Each alarm goes off at the first event: with money at stake one is enough. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { settings, prefix, queue, webhook, worker, notifier } = props;
    this.#topic = this.#createTopic(settings.alarmEmail);
    const orders = (name: string) => ownMetric(prefix, "worker", name);
    const each = { period: FIVE_MINUTES };
    this.alarms = [
      this.#alarm(
        "DeadLetters",
        "orders broke the worker too often and were put aside",
        queue.deadLetters.metricApproximateNumberOfMessagesVisible(each),
      ),
      this.#alarm("OrdersExpired", "an order was not carried out before its deadline", orders("OrderExpired")),
      this.#alarm(
        "OrdersForbidden",
        "an exchange refused an account's keys, or the address orders are sent from",
        orders("OrderForbidden"),
      ),
      this.#alarm("OrdersUnknown", "it is not known whether an order was carried out", orders("OrderUnknown")),
      this.#toldAlarm(
        props,
        "WebhookFailed",
        "an alert was answered 5xx and may be lost",
        webhook.api.metricServerError({ ...each, statistic: Stats.SUM }),
      ),
      this.#toldAlarm(
        props,
        "RequestsThrottled",
        "alerts came faster than the API lets through, and may be lost",
        webhook.countSeen("RequestThrottled").with(each),
      ),
      this.#toldAlarm(
        props,
        "SenderRefused",
        "an address that may not post alerts was refused: TradingView's own, if it has a new one",
        webhook.countSeen("SenderRefused").with({ period: Duration.minutes(1) }),
      ),
      // What may run at once is the account's own limit, and another function's trouble with it is whook's as well.
      this.#toldAlarm(
        props,
        "Throttled",
        "AWS held a function back: too many at once",
        LambdaFunction.metricAllThrottles(each),
      ),
      this.#alarm(
        "WorkerFailed",
        "the worker broke or ran out of time, at an order or at following orders",
        worker.handler.metricErrors(each),
      ),
      this.#alarm(
        "WorkerSlow",
        "an attempt at an order took nearly all of its time",
        worker.handler.metricDuration({ ...each, statistic: Stats.MAXIMUM }),
        SLOW_WORKER_MS,
      ),
      this.#alarm(
        "NotifierFailed",
        "notifications could not be worked on, or a channel would not take them",
        notifier.handler.metricErrors(each),
      ),
      ...(settings.silenceHours === undefined ? [] : [this.#silence(webhook, settings.silenceHours)]),
    ];
  }

  #alarm(id: string, alarmDescription: string, metric: IMetric, threshold = 1): Alarm {
    const alarm = new Alarm(this, id, {
      alarmDescription: `whook: ${alarmDescription}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    return alarm;
  }

  /**
   * Of requests that no function of whook may have seen: what is refused by the resource policy, held back, or answered 5xx is in no
   * history. The alarm calls the notifier as well (`ALARM_NEWS` of lib/app/note-alarm.ts), so that it is told where everything else is.
   */
  #toldAlarm({ notifier }: AlarmsProps, id: string, what: string, metric: IMetric): Alarm {
    const made = this.#alarm(id, what, metric);
    made.addAlarmAction(new LambdaAction(notifier.handler, { useUniquePermissionId: true }));
    return made;
  }

  /**
   * A good alert and a bad one are both a sign of life. Nothing is counted in an hour without one, so the alarm has no data once the last
   * one is that long ago, and says that. A new alarm begins without data: before the first alert it says nothing.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
   */
  #silence(webhook: WebhookApi, hours: number): Alarm {
    const alarm = new Alarm(this, "Silence", {
      alarmDescription: `whook: no alert came in for ${hours} h`,
      metric: webhook.countSeen("AlertAnswered").with({ period: HOUR }),
      threshold: 1,
      evaluationPeriods: hours,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.MISSING,
    });
    alarm.addInsufficientDataAction(new SnsAction(this.#topic));
    return alarm;
  }

  /** The policy that refuses plain HTTP replaces the one every topic begins with, so who may publish must be said. */
  #createTopic(alarmEmail: string | undefined): Topic {
    const topic = new EmailTopic(this, "Topic", alarmEmail);
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    return topic;
  }
}
