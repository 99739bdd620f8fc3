/** What `work` makes of each, in their order, with at most `most` of them at work at a time. Throws what the first of them throws, and begins no more then. */
export async function someAtOnce<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = new Array(items.length);
  const left = items.entries();
  let isOver = false;
  const worker = async () => {
    for (const [index, item] of left) {
      if (isOver) return;
      results[index] = await work(item).catch((error: unknown) => {
        isOver = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
