// SSM's parameter store on this machine, as the real client speaks to it: JSON 1.1 over HTTP, pages of ten, versions.
// Shapes: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html and its neighbours.
import { createServer } from "node:http";
import { SSMClient } from "@aws-sdk/client-ssm";

const PAGE = 10;

interface StoredParameter {
  readonly Name: string;
  readonly Value: string;
  readonly Type: string;
  readonly Version: number;
}

/** What the next requests get instead of an answer. */
export type SsmFault = "throttled" | "denied" | "internal" | "dropped";

export interface LocalSsm {
  readonly endpoint: string;
  readonly client: SSMClient;
  readonly parameters: Map<string, StoredParameter>;
  /** The operations that were asked for, in order, failed ones included. */
  readonly operations: string[];
  put(name: string, value: string): void;
  /** @param count - how many requests fail. */
  fail(fault: SsmFault, count?: number): void;
  stop(): Promise<void>;
}

export function createLocalSsmClient(endpoint: string): SSMClient {
  return new SSMClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
}

export async function startLocalSsm(): Promise<LocalSsm> {
  const parameters = new Map<string, StoredParameter>();
  const operations: string[] = [];
  const faults: SsmFault[] = [];
  const put = (name: string, value: string, type = "String") => {
    const Version = (parameters.get(name)?.Version ?? 0) + 1;
    parameters.set(name, { Name: name, Value: value, Type: type, Version });
    return Version;
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    operations.push(operation);
    const fault = faults.shift();
    if (fault === "dropped") return void request.socket.destroy();
    const answer =
      fault === undefined ? answerTo(operation, JSON.parse(Buffer.concat(chunks).toString())) : FAULTS[fault];
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer.body));
  });

  function answerTo(operation: string, input: Readonly<Record<string, unknown>>): Answer {
    const { Name: name = "", Path: path = "", NextToken: next = "0" } = input as Readonly<Record<string, string>>;
    const found = parameters.get(name);
    switch (operation) {
      case "GetParameter":
        return found === undefined ? NOT_FOUND : { status: 200, body: { Parameter: found } };
      case "GetParametersByPath": {
        const below = [...parameters.values()].filter((parameter) => parameter.Name.startsWith(`${path}/`));
        const start = Number.parseInt(next, 10);
        const end = start + PAGE;
        const more = end < below.length ? { NextToken: String(end) } : {};
        return { status: 200, body: { Parameters: below.slice(start, end), ...more } };
      }
      case "PutParameter": {
        if (found !== undefined && input.Overwrite !== true) return failure("ParameterAlreadyExists");
        return { status: 200, body: { Version: put(name, String(input.Value), String(input.Type)), Tier: "Standard" } };
      }
      case "DeleteParameter":
        return parameters.delete(name) ? { status: 200, body: {} } : NOT_FOUND;
      default:
        return failure("UnknownOperationException");
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const client = createLocalSsmClient(endpoint);
  return {
    endpoint,
    client,
    parameters,
    operations,
    put: (name, value) => void put(name, value),
    fail: (fault, count = 1) => void faults.push(...Array.from({ length: count }, () => fault)),
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function failure(type: string, status = 400): Answer {
  return { status, body: { __type: type, message: type } };
}

const NOT_FOUND = failure("ParameterNotFound");
const FAULTS = {
  throttled: failure("ThrottlingException"),
  denied: failure("AccessDeniedException"),
  internal: failure("InternalServerError", 500),
} as const;
