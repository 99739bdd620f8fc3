// What the nodejs runtime does, as far as a handler sees it: loads the bundle, then asks for one event after the other.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { flushCompileCache } from "node:module";

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const post = (path, body) => fetch(`${api}/${path}`, { method: "POST", body: JSON.stringify(body) });
const problem = (error) => ({ errorType: error.name, errorMessage: error.message, stackTrace: [error.stack] });

let handler;
try {
  ({ handler } = await import(process.env.WHOOK_TEST_HANDLER));
} catch (error) {
  await post("init/error", problem(error));
  process.exit(1);
}
for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const deadline = Number(next.headers.get("lambda-runtime-deadline-ms"));
  const context = {
    awsRequestId: id,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${process.env.AWS_LAMBDA_FUNCTION_NAME}`,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    await post(`invocation/${id}/response`, await handler(await next.json(), context));
    // Else only a process that ends by itself would write it.
    flushCompileCache();
  } catch (error) {
    await post(`invocation/${id}/error`, problem(error));
  }
}
