// What a function's role grants, and what its requests take, in the same words.
import { templateOf } from "../../infra/synthesize.ts";
import type { TappedRequest } from "./tap.ts";

/** The action a request takes; of a query with the index it reads. */
export function grantOf({ service, operation, body }: TappedRequest): string {
  // SNS alone speaks the old protocol.
  if (service === "SNS") return `sns:${new URLSearchParams(body).get("Action")}`;
  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  if (service === "LAMBDA" && operation.endsWith("/invocations")) return "lambda:InvokeFunction";
  const { IndexName } = JSON.parse(body) as { readonly IndexName?: string };
  // Ten messages at once take the right to send one.
  const action = operation.replace(/^SendMessageBatch$/, "SendMessage");
  return `${service.toLowerCase()}:${action}${IndexName === undefined ? "" : ` ${IndexName}`}`;
}

/** What the role of a function may do, in the words of `grantOf`; logs and traces apart, which are the runtime's. */
export function grantsOf(part: string): ReadonlySet<string> {
  const policies = Object.entries(templateOf().findResources("AWS::IAM::Policy"));
  const statements = policies
    .filter(([id]) => id.startsWith(`${part}HandlerRole`))
    .flatMap(
      ([, { Properties }]) => Properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[],
    );
  const grants = statements.flatMap(({ Action, Resource }) => {
    const indexes = [...JSON.stringify(Resource).matchAll(/\/index\/([a-z-]+)/g)].map(([, index]) => ` ${index}`);
    return [Action]
      .flat()
      .flatMap((action) => (indexes.length === 0 ? [action] : indexes.map((index) => action + index)));
  });
  return new Set(grants.filter((grant) => !/^(logs|xray):/.test(grant)));
}
