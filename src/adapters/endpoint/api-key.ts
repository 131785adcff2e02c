/** Which key goes to which server. Keys are never logged, printed or stored. */

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
