/** Optimizes one statement: the entry of the search. Runs synchronously, inside a worker. */
import { analyze } from '../dialect/sqlite/analyze.ts';
import { explainPlan } from '../dialect/sqlite/plan.ts';
import type { Clock, Database, Engine } from '../ports.ts';
import type { Schema, Table } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { Budget } from './budget.ts';
import type { Candidate, OptimizeOptions, OptimizeResult, Rule, SearchEvent } from './contract.ts';
import { improve } from './improve.ts';
import { Statistics } from './indexes/statistics.ts';
import { parameterPlan } from './parameters/plan.ts';
import { found, nothingFound, tooFast } from './reason.ts';
import { openRewriteJudge, type RewriteJudge, type RewriteJudgeContext } from './rewrite-judge.ts';
import { RewriteSpace } from './rewrites.ts';
import { rules } from './rules.ts';
import { isBound } from './timing.ts';
import { Verdicts } from './verdicts.ts';
import { type Exclusive, Workbench } from './workbench.ts';

/** A statement this fast has nothing to gain, in milliseconds. */
const fastEnoughMs = 0.05;

export interface OptimizeInput {
  readonly engine: Engine;
  /** A copy of the user's database. It is the same after the search. */
  readonly database: Database;
  readonly schema: Schema;
  /** One SELECT, WITH … SELECT or VALUES. */
  readonly sql: string;
  readonly clock: Clock;
  readonly options: OptimizeOptions;
  /** Rewrites from other proposers. */
  readonly candidates?: readonly Candidate[];
  /** CREATE INDEX statements from other proposers: tried where indexes are advised, and believed in nothing. */
  readonly offeredIndexes?: readonly string[];
  /** Default: all rules. */
  readonly rules?: readonly Rule[];
  /** Default: the judge and the check on the user's own data. */
  readonly openJudge?: (context: RewriteJudgeContext) => RewriteJudge;
  /** Runs what is timed while nothing else on the machine is. Default: at once. */
  readonly exclusive?: Exclusive;
  onEvent(event: SearchEvent): void;
  /** Told of an error that leaves the engine in doubt, after which what was verified before it is the answer. */
  onDoubt?(error: unknown): void;
}

/**
 * Finds a faster statement with the same rows. "Nothing to improve" is a normal answer, with its reason.
 * Throws QuillError: what `analyze` throws for a text that is no single query over the schema; `parameter` for a value
 * of a parameter that is not there; `query-failed` when the statement itself cannot be run.
 */
export function optimize(input: OptimizeInput): OptimizeResult {
  const { engine, database: db, schema, sql, clock, options } = input;
  const begin = clock.now();
  const bound = analyze(sql, schema);
  const parameters = parameterPlan(db, bound, options.params);
  const bench = new Workbench(db, sql, parameters.cases, clock, {
    queryLimitMs: options.queryLimitMs,
    knownSlow: options.knownSlow.includes(sql),
    ...(input.exclusive && { exclusive: input.exclusive }),
  });
  let verdicts: Verdicts | undefined;
  try {
    const { query } = bench.main;
    const before = { ms: query.best, timedOut: query.timedOut, rows: query.rows ?? 0 };
    input.onEvent({ type: 'original', ...before });
    const plan = explainPlan(db, sql, bench.main.values);
    const result = (rest: Omit<OptimizeResult, 'original' | 'ms'>): OptimizeResult => ({
      original: { sql, ...before, ms: query.best, spread: query.spread, samples: query.timing.samples, plan },
      ...rest,
      ms: clock.now() - begin,
    });
    const statistics = new Statistics(db);
    const hopeless = whyHopeless(bound, statistics, query.best);
    if (hopeless !== undefined) {
      const tried = { rewrites: 0, indexes: 0, judged: 0 };
      return result({
        suggestion: null,
        ...hopeless,
        alternatives: [],
        rejected: [],
        slower: [],
        tried,
      });
    }
    const budget = new Budget(clock, options.budgetMs);
    const openJudge = input.openJudge ?? openRewriteJudge;
    verdicts = new Verdicts(
      openJudge({ engine, db, schema, bound, bench, options, budget }),
      parameters.notes,
    );
    const { ranked, rejected, slower, tally } = improve({
      engine,
      schema,
      bound,
      bench,
      space: new RewriteSpace(bound, input.rules ?? rules, options.oldestSqlite),
      statistics,
      verdicts,
      budget,
      plan,
      candidates: input.candidates ?? [],
      ...(input.offeredIndexes && { offeredIndexes: input.offeredIndexes }),
      options,
      notes: parameters.notes,
      onEvent: input.onEvent,
      ...(input.onDoubt && { onDoubt: input.onDoubt }),
    });
    const [suggestion = null, ...alternatives] = ranked;
    return result({
      suggestion,
      reason: suggestion
        ? found(tally, suggestion.speedup, isBound(suggestion.timing.before))
        : nothingFound(tally),
      alternatives,
      rejected,
      slower,
      tried: { rewrites: tally.rewrites, indexes: tally.indexes, judged: verdicts.judged },
    });
  } finally {
    verdicts?.close();
    bench.close();
  }
}

/** Why no measurement can mean anything; undefined where one can. */
function whyHopeless(
  bound: BoundQuery,
  statistics: Statistics,
  ms: number,
): Pick<OptimizeResult, 'reason' | 'why'> | undefined {
  const tables = new Set<Table>();
  for (const { relations } of bound.scopes) {
    for (const { source } of relations) if (source.kind === 'table') tables.add(source.table);
  }
  if (tables.size > 0 && [...tables].every(table => statistics.rows(table) === 0)) {
    const names = [...tables].map(table => table.name).join(', ');
    return {
      reason: `The tables are empty (${names}), so times mean nothing; fill them or choose another database.`,
    };
  }
  return ms < fastEnoughMs ? { reason: tooFast(ms), why: 'too-fast' } : undefined;
}
