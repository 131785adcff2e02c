/** What a session remembers of each kind at most. */
const remembered = 200;

/** Sets an entry of a map of at most `most` entries; the oldest one gives way and is returned. */
export function setBounded<K, V>(map: Map<K, V>, key: K, value: V, most = remembered): V | undefined {
  map.set(key, value);
  const oldest = map.entries().next();
  if (map.size <= most || oldest.done) return undefined;
  const [first, dropped] = oldest.value;
  map.delete(first);
  return dropped;
}
