// dynalite's own handler without its HTTP: what it throws while it works on a request stays here, and a sender that hangs up does
// not reach it.
import { EventEmitter } from "node:events";
import type { IncomingHttpHeaders } from "node:http";

/** What dynalite made of `http.createServer`'s listener: it reads and sets no more than these types say. */
export type DynaliteHandler = (request: DynaliteRequest, response: DynaliteResponse) => void;

interface DynaliteRequest extends EventEmitter {
  method?: string;
  url?: string;
  headers?: IncomingHttpHeaders;
}

interface DynaliteResponse {
  statusCode: number;
  setHeader(name: string, value: string | number): void;
  end(body?: string): void;
}

/** What the ledger's thread answered to one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

/** One request for the ledger's thread, as it came over HTTP. */
export interface Question {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Answers one request of the protocol. @throws what dynalite throws on what it does not expect. */
export function askDynalite(handler: DynaliteHandler, { headers, body }: Question): Promise<Answer> {
  return new Promise((resolve) => {
    const request: DynaliteRequest = Object.assign(new EventEmitter(), { method: "POST", url: "/", headers });
    const answered: Record<string, string | number> = {};
    const response: DynaliteResponse = {
      statusCode: 200,
      setHeader: (name, value) => {
        answered[name] = value;
      },
      end: (text = "") => resolve({ status: response.statusCode, headers: answered, body: text }),
    };
    handler(request, response);
    request.emit("data", body);
    request.emit("end");
  });
}

/** An answer in the protocol's words for an error. */
export function refusal(status: number, type: string, message: string): Answer {
  const body = JSON.stringify({ __type: type, message });
  return { status, headers: { "Content-Type": "application/x-amz-json-1.0" }, body };
}
