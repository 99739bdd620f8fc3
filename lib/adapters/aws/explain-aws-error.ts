// What AWS and its SDK say when they are asked without the right to, in words that help.
const NO_CREDENTIALS =
  "no AWS credentials: run aws configure or aws sso login, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
const NO_REGION = "no AWS region: set AWS_REGION to the stack's, like AWS_REGION=eu-central-1";

/** By the error's name: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the SDK's own. */
const REMEDIES: Readonly<Record<string, string>> = {
  CredentialsProviderError: NO_CREDENTIALS,
  ExpiredToken: "the AWS credentials have expired: sign in again",
  ExpiredTokenException: "the AWS credentials have expired: sign in again",
  UnrecognizedClientException: "AWS does not know these credentials: check them, and that they are for this account",
  InvalidClientTokenId: "AWS does not know these credentials: check them, and that they are for this account",
  InvalidSignatureException: "AWS refused the signature: check the secret key and this machine's clock",
  OptInRequired: "this AWS account has not switched the region on",
};
const DENIED = new Set(["AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation"]);
const UNREACHABLE = new Set(["TimeoutError", "ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "EHOSTUNREACH"]);

/** One line about an error of the SDK, saying what to do; undefined when it is not one of those. */
export function explainAwsError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // Emulators and old protocols put a prefix before the name.
  const name = error.name.split(".").at(-1) ?? "";
  const code = "code" in error ? String(error.code) : "";
  if (Object.hasOwn(REMEDIES, name)) return REMEDIES[name];
  if (error.message === "Region is missing") return NO_REGION;
  if (DENIED.has(name)) return `AWS denied access: ${error.message}; use credentials that may manage the stack`;
  if (UNREACHABLE.has(name) || UNREACHABLE.has(code)) return "AWS cannot be reached: check the network and the region";
  return undefined;
}
