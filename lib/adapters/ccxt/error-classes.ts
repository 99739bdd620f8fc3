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
} from "./ccxt.ts";
import { ALREADY_SO, RULES_CHANGED, type Verdict, verdict } from "./verdict.ts";

type ErrorClass = abstract new (message: string) => Error;

const UNREACHABLE = verdict("VENUE_UNREACHABLE");

const VERDICTS: readonly (readonly [ErrorClass, Verdict])[] = [
  [NoChange, ALREADY_SO],
  [DuplicateOrderId, verdict("DUPLICATE_ORDER")],
  [OrderNotFound, verdict("ORDER_NOT_FOUND")],
  [InsufficientFunds, verdict("FUNDS_INSUFFICIENT")],
  [BadSymbol, verdict("MARKET_NOT_FOUND", RULES_CHANGED)],
  [PermissionDenied, verdict("PERMISSION_DENIED")],
  [AccountSuspended, verdict("PERMISSION_DENIED")],
  [AuthenticationError, verdict("AUTHENTICATION_FAILED")],
  [RateLimitExceeded, verdict("RATE_LIMITED")],
  [DDoSProtection, verdict("RATE_LIMITED")],
  [OnMaintenance, verdict("VENUE_BUSY")],
  [InvalidNonce, verdict("CLOCK_SKEW")],
  // The parent of NetworkError, and the class itself for some busy venues.
  [OperationFailed, UNREACHABLE],
  [OperationRejected, verdict("VENUE_REJECTED")],
  [InvalidOrder, verdict("ORDER_INVALID")],
  [BadRequest, verdict("ORDER_INVALID")],
  [ArgumentsRequired, verdict("ORDER_INVALID")],
  [NotSupported, verdict("VENUE_UNSUPPORTED")],
  [ExchangeError, verdict("VENUE_REJECTED")],
];

/** What the class of `error` says; an error that is not ccxt's says nothing: it may have landed. */
export function verdictOfClass(error: unknown): Verdict {
  const row = VERDICTS.find(([errorClass]) => error instanceof errorClass);
  return row?.[1] ?? UNREACHABLE;
}
