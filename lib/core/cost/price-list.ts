// AWS's list prices, as numbers: an estimate of a bill, no money of a trade.

/** Where and when the prices were read. Other regions differ by up to a third. */
export const PRICES_OF = { region: "us-east-1", date: "2026-11-24" } as const;

/** US dollars for one of the unit. `free`: how many a month cost nothing, for every account and for good. */
export interface Price {
  readonly usd: number;
  readonly free: number;
}

/** https://aws.amazon.com/pricing of each service; `free` from https://aws.amazon.com/free. REST APIs are free in an account's first year only, and not counted. */
export const PRICES = {
  apiRequest: { usd: 3.5e-6, free: 0 },
  functionRequest: { usd: 0.2e-6, free: 1_000_000 },
  /** arm64. */
  functionGbSecond: { usd: 1.33334e-5, free: 400_000 },
  queueRequest: { usd: 0.5e-6, free: 1_000_000 },
  tableWrite: { usd: 0.625e-6, free: 0 },
  tableRead: { usd: 0.125e-6, free: 0 },
  tableGb: { usd: 0.25, free: 25 },
  recoveryGb: { usd: 0.2, free: 0 },
  logGb: { usd: 0.5, free: 5 },
  /** A stored key is decrypted by AWS's own key for Parameter Store. Reading parameters costs nothing. */
  keyRequest: { usd: 3e-6, free: 20_000 },
  alarmMetric: { usd: 0.1, free: 10 },
  ownMetric: { usd: 0.3, free: 10 },
  dashboard: { usd: 3, free: 3 },
} as const satisfies Record<string, Price>;

/** A month of 730 hours: instance or gateway, its disk, and the address. Traffic through a NAT gateway comes on top, 0.045 USD a GB. */
export const EGRESS_USD = { none: 0, "fck-nat": 3.07 + 0.64 + 3.65, "nat-gateway": 32.85 + 3.65 } as const;
