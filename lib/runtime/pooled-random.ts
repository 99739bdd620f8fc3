import { randomFillSync } from "node:crypto";

const POOL_BYTES = 4_096;

/**
 * Fractions from 0 to below 1 out of the system's random bytes, drawn many at a time: an id takes sixteen, and each byte asked
 * for alone costs as much as the pool.
 */
export function pooledRandom(): () => number {
  const pool = Buffer.alloc(POOL_BYTES);
  let next = POOL_BYTES;
  return () => {
    if (next === POOL_BYTES) {
      randomFillSync(pool);
      next = 0;
    }
    return pool.readUInt8(next++) / 256;
  };
}
