/** JSON of results: what JSON has no word for is written so that it can be told apart. */

/** An integer beyond 2^53 becomes a string, a blob `{"blob": hex}`. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, replace, indent);
}

function replace(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return { blob: Buffer.from(value).toString('hex') };
  return value;
}
