import { analyze } from '../../core/dialect/sqlite/analyze.ts';
import { createJudge } from '../../core/verify/judge.ts';
import { verdictOnData, withOwnData } from '../../core/verify/own-data.ts';
import type { Verdict } from '../../core/verify/verdict.ts';
import type { Judged, VerifyRequest } from '../../protocol/sql-messages.ts';
import type { Context } from './answer.ts';
import type { OpenDatabase } from './open-databases.ts';
import { requireSupported } from './unsupported-things.ts';

/** Judges two queries: on databases built to tell them apart, then on the rows of the database, where there is one. */
export function verifyPair(request: VerifyRequest, context: Context): Judged {
  const begin = performance.now();
  const { a, b, options } = request;
  const opened =
    request.schema.kind === 'database' ? context.databases.open(request.schema.database) : undefined;
  const schema =
    opened?.schema ?? context.databases.schemaOf(request.schema.kind === 'ddl' ? request.schema.ddl : '');
  if (opened !== undefined) for (const sql of [a, b]) requireSupported(sql, opened.db, schema);
  const judge = createJudge(context.engine, schema, a, options);
  try {
    const verdict = judge.judge(b);
    const whole = opened === undefined ? verdict : onOwnData(verdict, opened, request);
    return { verdict: whole, ms: performance.now() - begin };
  } finally {
    judge.close();
  }
}

/** A pair that differs here is refuted, whatever the built databases said. */
function onOwnData(
  verdict: Verdict,
  { db, schema }: OpenDatabase,
  { a, b, options }: VerifyRequest,
): Verdict {
  if (verdict.verdict === 'refuted' || verdict.verdict === 'undetermined') return verdict;
  const original = analyze(a, schema);
  if (original.parameters.length > 0) {
    const why = 'The query has parameters, whose values are not known.';
    return withOwnData(verdict, { rows: 0, extent: 'skipped', compared: 0, why });
  }
  return withOwnData(verdict, verdictOnData(db, original, b, { limitMs: options.queryLimitMs }));
}
