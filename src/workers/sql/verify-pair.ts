import { analyze } from '../../core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../core/errors.ts';
import { createJudge } from '../../core/verify/judge.ts';
import { judgeTwice, verdictOnData } from '../../core/verify/own-data.ts';
import type { OwnDataCheck, Refuted, Verdict } from '../../core/verify/verdict.ts';
import type { Judged, VerifyRequest } from '../../protocol/sql-messages.ts';
import type { Context } from './answer.ts';
import type { OpenDatabase } from './open-databases.ts';

/** Judges two queries: on databases built to tell them apart, then on the rows of the database, where there is one. */
export function verifyPair(request: VerifyRequest, context: Context): Judged {
  const begin = performance.now();
  const { a, b, options } = request;
  const opened =
    request.schema.kind === 'database' ? context.databases.open(request.schema.database) : undefined;
  const schema =
    opened?.schema ?? context.databases.schemaOf(request.schema.kind === 'ddl' ? request.schema.ddl : '');
  const judge = createJudge(context.engine, schema, a, options);
  try {
    const onDatabases = (): Verdict => judge.judge(b);
    const verdict =
      opened === undefined
        ? onDatabases()
        : judgeTwice({
            onDatabases,
            onOwnData: () => onOwnData(opened, request),
            ownFirst: false,
            ownIfUndetermined: true,
          });
    return { verdict, ms: performance.now() - begin };
  } finally {
    judge.close();
  }
}

function onOwnData(database: OpenDatabase, request: VerifyRequest): OwnDataCheck | Refuted {
  try {
    return comparedOn(database, request);
  } catch (error) {
    if (!QuillError.is(error, 'unsupported')) throw error;
    return skipped(error.message);
  }
}

function comparedOn({ db, schema }: OpenDatabase, { a, b, options }: VerifyRequest): OwnDataCheck | Refuted {
  const original = analyze(a, schema);
  analyze(b, schema);
  if (original.parameters.length > 0) return skipped('The query has parameters, whose values are not known.');
  return verdictOnData(db, original, b, { limitMs: options.queryLimitMs });
}

function skipped(why: string): OwnDataCheck {
  return { rows: 0, extent: 'skipped', compared: 0, why };
}
