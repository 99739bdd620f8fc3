// Faults a test can inject into a simulated venue, in the order they were given.

/** What goes wrong. `isTaken`: the request was carried out before it did. */
export type FaultKind =
  | { readonly kind: "slow"; readonly ms: number }
  /** The connection is cut before the request is read. */
  | { readonly kind: "drop-before" }
  /** The request is carried out, then the connection is cut. */
  | { readonly kind: "drop-after" }
  /** Half of the answer, then the connection is cut. */
  | { readonly kind: "cut-body" }
  /** A gateway's page with status 200. */
  | { readonly kind: "html"; readonly isTaken: boolean }
  | { readonly kind: "busy" }
  | { readonly kind: "rate-limit"; readonly retryAfterS?: number }
  | { readonly kind: "banned"; readonly retryAfterS?: number }
  /** Says that nobody knows whether it was carried out. */
  | { readonly kind: "unknown-error"; readonly isTaken: boolean }
  | { readonly kind: "maintenance" }
  /** Any answer. `isTaken`: the request was carried out all the same. */
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly isTaken?: boolean;
    };

/** A fault that each venue has its own words for. */
export type WordedFault = Extract<
  FaultKind,
  { kind: "busy" | "rate-limit" | "banned" | "unknown-error" | "maintenance" }
>;

export type Fault = FaultKind & {
  /** Only requests of this method and path; absent: any. */
  readonly method?: string;
  readonly path?: string;
  /** How many requests it hits. @default 1 */
  readonly times?: number;
};

export class FaultPlan {
  #faults: { readonly fault: Fault; left: number }[] = [];

  inject(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault for this request; it is used up. */
  take(method: string, path: string): Fault | undefined {
    const hit = this.#faults.find(({ fault }) => (fault.method ?? method) === method && (fault.path ?? path) === path);
    if (hit === undefined) return undefined;
    hit.left -= 1;
    if (hit.left <= 0) this.#faults = this.#faults.filter((other) => other !== hit);
    return hit.fault;
  }
}
