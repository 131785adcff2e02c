/** What of the user's own database a run sends to its endpoint. */
import path from 'node:path';
import type { RunConfig } from '../../core/pipeline/config.ts';

/** One or two sentences; undefined where nothing of a database is sent anywhere. */
export function whatIsSent({
  own,
  endpoint,
  sendValues,
}: Pick<RunConfig, 'own' | 'endpoint' | 'sendValues'>): string | undefined {
  if (own?.kind !== 'database' || endpoint === null) return undefined;
  const name = path.basename(own.path);
  const counts = `its schema with comments, numbers of rows and of different values, shares of NULL`;
  return sendValues
    ? `Sent to ${endpoint.baseUrl} of ${name}: ${counts}, and queries with values of its rows.`
    : `Sent to ${endpoint.baseUrl} of ${name}: ${counts}, and queries with made-up values; no value of its rows, which --send-values would allow.`;
}
