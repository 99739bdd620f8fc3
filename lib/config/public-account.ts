// What the webhook may know of an account: everything that reading an alert takes, and no key.

import * as z from "zod/mini";
import { defined } from "../core/defined.ts";
import type { Account } from "../ports/account-store.ts";

const publicAccountSchema = z.object({
  id: z.string(),
  exchange: z.string(),
  settle: z.string(),
  marginMode: z.enum(["isolated", "cross"]),
  orderTimeoutMs: z.int().check(z.positive()),
  alertTimeoutMs: z.int().check(z.positive()),
  maxAlertAgeMs: z.int().check(z.positive()),
  symbols: z.optional(z.array(z.string())),
  maxLeverage: z.optional(z.int().check(z.positive())),
  maxPositionUsd: z.optional(z.string()),
  maxOversize: z.optional(z.string()),
  guards: z.optional(
    z.object({
      limits: z.object({
        maxDailyLossUsd: z.optional(z.string()),
        maxOpenPositions: z.optional(z.int()),
        maxTotalUsd: z.optional(z.string()),
        maxOrdersPerMinute: z.optional(z.int()),
        requireAt: z.optional(z.boolean()),
      }),
      timezone: z.string(),
    }),
  ),
  sharesKeyWith: z.optional(z.array(z.string())),
});

/** The account as text without its endpoint, whose host may be private. */
export function encodePublicAccount(account: Account): string {
  // A schema's output holds the keys it names and no other.
  return JSON.stringify(publicAccountSchema.parse(account));
}

/** Reads what `encodePublicAccount` wrote. @throws Error when the text is something else. */
export function decodePublicAccount(text: string): Account {
  const { symbols, maxLeverage, maxPositionUsd, maxOversize, guards, sharesKeyWith, ...account } =
    publicAccountSchema.parse(JSON.parse(text));
  return {
    ...account,
    ...defined({ symbols, maxLeverage, maxPositionUsd, maxOversize, sharesKeyWith }),
    ...(guards === undefined ? {} : { guards: { ...guards, limits: defined(guards.limits) } }),
  };
}
