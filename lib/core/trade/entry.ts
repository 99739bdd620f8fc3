/** The entry of that key, made when there is none. */
export function entry<K, V>(entries: Map<K, V>, key: K, made: () => V): V {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const first = made();
  entries.set(key, first);
  return first;
}
