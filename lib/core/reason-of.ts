// What a caught value says: anything can be thrown.

/** Its message, for people. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Its name alone, for logs: a message may quote what was sent. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

/** Name and message, for logs of what nobody expected. */
export function faultOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
}
