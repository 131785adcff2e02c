/** Which key goes to which server. Keys are never logged, printed or stored. */

/** True for an address of this machine, which no other one can be behind. */
export function isLoopback(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/**
 * `QUILL_API_KEY`, else `OPENAI_API_KEY`, which is sent over https only: a plain connection, such as that of a local
 * server, gets only the key that was set for Quill.
 */
export function endpointKey(
  baseUrl: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const own = env['QUILL_API_KEY']?.trim();
  if (own) return own;
  const general = env['OPENAI_API_KEY']?.trim();
  return general && /^https:/i.test(baseUrl.trim()) ? general : undefined;
}
