/** The database could not be read or written. dynalite answers an error that has a status and a body with them, and throws any other. */
export class StorageFault extends Error {
  override readonly name = "StorageFault";
  readonly statusCode = 500;
  readonly body: { readonly __type: string; readonly message: string };

  constructor(cause: unknown) {
    const message = storageReasonOf(cause);
    super(message, { cause });
    this.body = { __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message };
  }
}

/** LevelDB's own words, which name the file. */
export function storageReasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
