// The dashboard's password as it is kept: a slow hash of it, so that who reads the file cannot log in with what stands there.
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** 32 MB and about a tenth of a second a guess: what scrypt's author names for logins (https://www.tarsnap.com/scrypt.html, https://words.filippo.io/the-scrypt-parameters). */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 } as const;
const KEPT = /^scrypt:([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{43})$/;

/** A password's hash with its salt, as text to be kept. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt);
  return `scrypt:${salt.toString("base64url")}:${hash.toString("base64url")}`;
}

/** Whether it is the password that was hashed; false for a text that is no hash. */
export async function isPassword(given: string, kept: string): Promise<boolean> {
  const [, salt, hash] = KEPT.exec(kept.trim()) ?? [];
  if (salt === undefined || hash === undefined) return false;
  const derived = await derive(given, Buffer.from(salt, "base64url"));
  return timingSafeEqual(derived, Buffer.from(hash, "base64url"));
}

/** The same letters are the same password on every keyboard, however it composes them. */
function derive(password: string, salt: Buffer): Promise<Buffer> {
  const options: ScryptOptions = COST;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}
