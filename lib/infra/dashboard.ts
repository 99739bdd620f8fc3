import { Duration } from "aws-cdk-lib";
import { AlarmStatusWidget, Dashboard, GraphWidget, type IMetric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { type Alarms, ownMetric } from "./alarms.ts";
import type { NotifierConstruct } from "./notifier.ts";
import type { OrderQueueConstruct } from "./order-queue.ts";
import type { WebhookApi } from "./webhook-api.ts";
import type { Worker } from "./worker.ts";

/** What the dashboard in CloudWatch shows. */
export interface OperationsDashboardProps {
  /** Of the stack's parameters. */
  readonly prefix: string;
  readonly alarms: Alarms;
  readonly queue: OrderQueueConstruct;
  readonly webhook: WebhookApi;
  readonly worker: Worker;
  readonly notifier: NotifierConstruct;
}

/** Is it working? One look at CloudWatch. What became of the trades is the job of whook's own pages. */
export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id);
    const { prefix, alarms, queue, webhook, worker, notifier } = props;
    const scheduled = [worker.handler, notifier.handler];
    const alerts = (name: string) => ownMetric(prefix, "webhook", name);
    const orders = (name: string) => ownMetric(prefix, "worker", name);
    const slowest = { statistic: Stats.MAXIMUM };
    new Dashboard(this, "Dashboard", {
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms.alarms], width: 24, height: 3 })],
        [
          graph("Alerts", ["AlertAccepted", "AlertRejected", "AlertFailed"].map(alerts)),
          graph("Orders", ["OrderFilled", "OrderRejected", "OrderExpired", "OrderRetried"].map(orders)),
        ],
        [
          graph("Time to answer, ms", [
            webhook.api.metricLatency({ statistic: Stats.p(50) }),
            webhook.api.metricLatency(slowest),
          ]),
          graph("Orders that wait", [
            queue.queue.metricApproximateNumberOfMessagesVisible(),
            queue.queue.metricApproximateNumberOfMessagesNotVisible(),
          ]),
          graph("Longest attempt, ms", [worker.handler.metricDuration(slowest)]),
        ],
        [
          graph(
            "Notifications",
            ["NotificationSent", "NotificationLost"].map((name) => ownMetric(prefix, "notify", name)),
          ),
          graph(
            "Runs that failed: worker, notifier",
            scheduled.map((one) => one.metricErrors()),
          ),
          graph("Longest run of the notifier, ms", [notifier.handler.metricDuration(slowest)]),
        ],
      ],
    });
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}
