// On which of a venue's hosts and APIs an account is, where the venue has several.
import { defined } from "../core/defined.ts";
import { findVenue } from "../core/market/venue-table.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";

interface WrittenPlace {
  readonly EXCHANGE: string;
  readonly REGION?: string | undefined;
  readonly ACCOUNT_TYPE?: string | undefined;
}

/** REGION and ACCOUNT_TYPE as the account's venue has them; an empty one is none. */
export function checkPlace({
  EXCHANGE: exchange,
  REGION = "",
  ACCOUNT_TYPE = "",
}: WrittenPlace): Result<Pick<Account, "region" | "accountType">, readonly string[]> {
  const { regions = [], accountTypes = [] } = findVenue(exchange) ?? {};
  const problems = [
    ...oneOf(regions, { key: "REGION", value: REGION, exchange }),
    ...oneOf(accountTypes, { key: "ACCOUNT_TYPE", value: ACCOUNT_TYPE, exchange }),
  ];
  if (problems.length > 0) return err(problems);
  const accountType = accountTypes.find((type) => type === ACCOUNT_TYPE);
  return ok({ ...(REGION === "" ? {} : { region: REGION }), ...defined({ accountType }) });
}

function oneOf(
  allowed: readonly string[],
  { key, value, exchange }: { readonly key: string; readonly value: string; readonly exchange: string },
): readonly string[] {
  if (value === "" || allowed.includes(value)) return [];
  if (allowed.length === 0) return [`${key} means nothing on ${exchange}: take it away`];
  return [`${key} on ${exchange} is one of ${allowed.join(", ")}`];
}
