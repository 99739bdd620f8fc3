// What ccxt's error classes mean where the venue's own table has no row. Most specific class first: the first that
// fits is taken. Their tree is in ccxt's base/errorHierarchy.js (checked with 4.5.84).
import {
  AccountSuspended,
  ArgumentsRequired,
  AuthenticationError,
  BadRequest,
  BadSymbol,
  DDoSProtection,
  DuplicateOrderId,
  ExchangeError,
  InsufficientFunds,
  InvalidNonce,
  InvalidOrder,
  NoChange,
  NotSupported,
  OnMaintenance,
  OperationFailed,
  OperationRejected,
  OrderNotFound,
  PermissionDenied,
  RateLimitExceeded,
} from "../../../node_modules/ccxt/js/src/base/errors.js";
import type { FailureCode, Remedy } from "../../core/failure.ts";
import type { Verdict } from "./venue-module.ts";

type ErrorClass = abstract new (message: string) => Error;

const UNREACHABLE: Verdict = { outcome: "unknown", code: "VENUE_UNREACHABLE", remedy: "look-up" };

const VERDICTS: readonly (readonly [ErrorClass, Verdict])[] = [
  [NoChange, { outcome: "done", code: "VENUE_REJECTED", remedy: "abort" }],
  [DuplicateOrderId, { outcome: "unknown", code: "DUPLICATE_ORDER", remedy: "adopt" }],
  [OrderNotFound, rejected("ORDER_NOT_FOUND", "abort")],
  [InsufficientFunds, rejected("FUNDS_INSUFFICIENT", "shrink")],
  [BadSymbol, { ...rejected("MARKET_NOT_FOUND", "abort"), staleMarkets: true }],
  [PermissionDenied, rejected("PERMISSION_DENIED", "abort")],
  [AccountSuspended, rejected("PERMISSION_DENIED", "abort")],
  [AuthenticationError, rejected("AUTHENTICATION_FAILED", "abort")],
  [RateLimitExceeded, rejected("RATE_LIMITED", "retry")],
  [DDoSProtection, rejected("RATE_LIMITED", "retry")],
  [OnMaintenance, rejected("VENUE_BUSY", "retry")],
  [InvalidNonce, rejected("CLOCK_SKEW", "retry")],
  // The parent of NetworkError, and the class itself for some busy venues.
  [OperationFailed, UNREACHABLE],
  [OperationRejected, rejected("VENUE_REJECTED", "abort")],
  [InvalidOrder, rejected("ORDER_INVALID", "abort")],
  [BadRequest, rejected("ORDER_INVALID", "abort")],
  [ArgumentsRequired, rejected("ORDER_INVALID", "abort")],
  [NotSupported, rejected("VENUE_UNSUPPORTED", "abort")],
  [ExchangeError, rejected("VENUE_REJECTED", "abort")],
];

/** What the class of `error` says; an error that is not ccxt's says nothing: it may have landed. */
export function verdictOfClass(error: unknown): Verdict {
  const row = VERDICTS.find(([errorClass]) => error instanceof errorClass);
  return row?.[1] ?? UNREACHABLE;
}

function rejected(code: FailureCode, remedy: Remedy): Verdict {
  return { outcome: "rejected", code, remedy };
}
