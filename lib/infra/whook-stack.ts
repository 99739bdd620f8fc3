import { CfnOutput, Fn, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { ENV, type StackFacts } from "../config/aws-names.ts";
import type { StackSettings } from "../config/stack-settings.ts";
import { TRADINGVIEW_ADDRESSES } from "../config/tradingview.ts";
import { workerConcurrencyOf } from "../config/worker-concurrency.ts";
import { Alarms } from "./alarms.ts";
import type { BundleFolders } from "./bundle.ts";
import { OperationsDashboard } from "./dashboard.ts";
import { FixedEgress } from "./egress.ts";
import { LedgerTable } from "./ledger-table.ts";
import { NotifierConstruct } from "./notifier.ts";
import { OrderQueueConstruct } from "./order-queue.ts";
import { StackParameters } from "./stack-parameters.ts";
import { indexesOf } from "./update-context.ts";
import { WebhookApi } from "./webhook-api.ts";
import { Worker } from "./worker.ts";

/** What a stack is made from. */
export interface WhookStackProps extends StackProps {
  readonly settings: StackSettings;
  readonly bundles: BundleFolders;
}

/** The parts whose names are published. */
interface Published {
  readonly ledger: LedgerTable;
  readonly queue: OrderQueueConstruct;
  readonly webhook: WebhookApi;
  readonly worker: Worker;
  readonly notifier: NotifierConstruct;
  readonly egress: FixedEgress | undefined;
  readonly kind: StackSettings["egress"];
}

/** One whook: alerts in, orders out, everything on record. */
export class WhookStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundles, ...props }: WhookStackProps) {
    super(scope, id, { description: "whook: TradingView alerts to exchanges' orders", ...props });
    const { stack, logDays, xray } = settings;
    const senders = [...TRADINGVIEW_ADDRESSES, ...settings.senders];
    const ledger = new LedgerTable(this, "Ledger", indexesOf(this.node));
    const queue = new OrderQueueConstruct(this, "Queue");
    const parameters = new StackParameters(this, "Parameters", { settings });
    const egress = this.#egressOf(settings);
    const shared = {
      ledger,
      queue,
      parameters,
      logDays,
      isTraced: xray === "on",
      environment: {
        [ENV.table]: ledger.table.tableName,
        [ENV.queueUrl]: queue.queue.queueUrl,
        [ENV.parameters]: parameters.prefix,
        [ENV.senders]: senders.join(","),
      },
    };
    const webhook = new WebhookApi(this, "Webhook", { ...shared, stack, senders, bundle: bundles.webhook });
    const network = egress === undefined ? {} : { vpc: egress.vpc };
    const concurrency = workerConcurrencyOf(settings);
    const worker = new Worker(this, "Worker", { ...shared, ...network, concurrency, bundle: bundles.worker });
    const { notifyEmail } = settings;
    const notifier = new NotifierConstruct(this, "Notifier", {
      ...shared,
      worker: worker.handler,
      bundle: bundles.notify,
      ...(notifyEmail === undefined ? {} : { notifyEmail }),
    });
    const parts = { prefix: parameters.prefix, queue, webhook, worker, notifier };
    const alarms = new Alarms(this, "Alarms", { settings, ...parts });
    new OperationsDashboard(this, "Operations", { alarms, ...parts });

    parameters.publish(this.#publicFacts({ ...parts, ledger, egress, kind: settings.egress }));
    new CfnOutput(this, "Health", { value: `${webhook.url}/health`, description: "answers while the webhook is up" });
    if (egress !== undefined) {
      new CfnOutput(this, "EgressAddress", { value: egress.address, description: "the address exchanges see" });
    }
  }

  #egressOf({ egress: kind, nextEgress: next }: StackSettings): FixedEgress | undefined {
    return kind === "none"
      ? undefined
      : new FixedEgress(this, "Egress", { kind, ...(next === undefined ? {} : { next }) });
  }

  /** What the commands find a stack's parts by. */
  #publicFacts({ ledger, queue, webhook, worker, notifier, egress, kind }: Published): StackFacts {
    return {
      url: webhook.url,
      region: this.region,
      table: ledger.table.tableName,
      queueUrl: queue.queue.queueUrl,
      deadLetterQueueUrl: queue.deadLetters.queueUrl,
      webhookFunction: webhook.handler.functionName,
      workerFunction: worker.handler.functionName,
      notifierFunction: notifier.handler.functionName,
      topicArn: notifier.topic.topicArn,
      webhookLogGroup: webhook.handler.logs.logGroupName,
      workerLogGroup: worker.handler.logs.logGroupName,
      notifierLogGroup: notifier.handler.logs.logGroupName,
      egress: kind,
      ...(egress === undefined ? {} : { egressAddress: egress.address }),
      ...(egress?.nextAddress === undefined ? {} : { nextEgressAddress: egress.nextAddress }),
    };
  }

  /** By number, not by name: looking names up would need an account, and a synth needs none. */
  override get availabilityZones(): string[] {
    return [Fn.select(0, Fn.getAzs())];
  }
}
