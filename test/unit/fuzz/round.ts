/** One round of the fuzz run: a random query over a random schema, judged against other forms and against mistakes. */
import fc from 'fast-check';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../../src/core/errors.ts';
import type { Engine } from '../../../src/core/ports.ts';
import { Random } from '../../../src/core/random.ts';
import { createSchema } from '../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../src/core/schema/model.ts';
import type { BoundQuery } from '../../../src/core/sql/bound.ts';
import { createJudge, type Judge } from '../../../src/core/verify/judge.ts';
import type { Refuted, Verdict } from '../../../src/core/verify/verdict.ts';
import { grammarSchema, queries } from '../dialect/grammar.ts';
import { randomDdl } from '../schema/random-ddl.ts';
import { equalForms, type Form } from './forms.ts';
import { Opponents, RandomInstances, randomBindings, toldApart } from './instances.ts';
import { mistakes } from './mistakes.ts';
import { QueryWriter } from './random-query.ts';

export interface RoundOptions {
  /** Databases the judge builds for a pair. */
  readonly databases: number;
  /** Databases for a pair that survived though random rows tell it apart: as many as the product builds at least. */
  readonly again: number;
  /** Random databases that look for a difference where the judge found none. */
  readonly instances: number;
  /** Other forms and mistakes judged in a round. */
  readonly forms: number;
  readonly mistakes: number;
}

export type Count =
  | 'rounds'
  | 'query refused'
  | 'query drawn anew'
  | 'query without rows on random instances'
  | 'query not judged'
  | 'form survived'
  | 'form proved'
  | 'form undetermined'
  | 'form not judged'
  | 'mistake refuted'
  | 'mistake survived'
  | 'mistake proved'
  | 'mistake undetermined'
  | 'mistake undetermined though random rows differ'
  | 'mistake refuted by more databases only'
  | 'mistake not judged';

export interface Failure {
  readonly seed: number;
  /** What is wrong in a word: a false alarm, a slip, a witness that shows nothing, a crash, a hang. */
  readonly kind: 'false alarm' | 'slip' | 'bad witness' | 'crash' | 'hang';
  readonly form: string;
  readonly ddl: string;
  readonly a: string;
  readonly b: string;
  readonly detail: string;
}

export interface RoundResult {
  readonly counts: ReadonlyMap<Count, number>;
  /** What is no failure and yet worth a look: where random rows showed more than the judge's databases. */
  readonly weak: readonly string[];
  /** Why verdicts were undetermined. */
  readonly reasons: readonly string[];
  readonly failures: readonly Failure[];
  /** What was judged: kinds of other forms and of mistakes, with the verdicts. */
  readonly judged: readonly {
    readonly what: 'form' | 'mistake';
    readonly name: string;
    readonly verdict: string;
  }[];
}

/** No round may take longer, in milliseconds. */
const ROUND_LIMIT = 60_000;
/** For all databases of a pair, and for one run of a query; in milliseconds. */
const PAIR_LIMIT = 3000;
const QUERY_LIMIT = 60;
/** Queries drawn until random instances make one return rows, and instances that try. */
const DRAWS = 4;
const TRIES = 8;

export function runRound(engine: Engine, seed: number, options: RoundOptions): RoundResult {
  const round = new Round(engine, seed, options);
  const start = performance.now();
  try {
    round.run();
  } catch (error) {
    round.fail('crash', '', '', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const ms = performance.now() - start;
  if (ms > ROUND_LIMIT) round.fail('hang', '', '', `${Math.round(ms)} ms`);
  return round;
}

class Round implements RoundResult {
  readonly counts = new Map<Count, number>();
  readonly failures: Failure[] = [];
  readonly reasons: string[] = [];
  readonly weak: string[] = [];
  readonly judged: RoundResult['judged'][number][] = [];
  private readonly engine: Engine;
  private readonly seed: number;
  private readonly options: RoundOptions;
  private readonly choice: Random;
  private ddl = '';
  private sql = '';

  constructor(engine: Engine, seed: number, options: RoundOptions) {
    this.engine = engine;
    this.seed = seed;
    this.options = options;
    this.choice = new Random(seed);
  }

  fail(kind: Failure['kind'], form: string, b: string, detail: string): void {
    this.failures.push({ seed: this.seed, kind, form, ddl: this.ddl, a: this.sql, b, detail });
  }

  private count(what: Count): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  run(): void {
    this.count('rounds');
    // One round in six tries the whole grammar; the others read random schemas with queries that make sense.
    const wild = this.choice.chance(1 / 6);
    this.ddl = wild ? grammarSchema : sample(randomDdl, this.seed);
    const schema = createSchema(this.engine, this.ddl);
    this.sql = wild ? this.drawWild(schema) : this.draw(schema);
    if (!this.runs(schema, this.sql)) {
      this.count('query refused');
      return;
    }
    const bound = analyze(this.sql, schema);
    let judge: Judge;
    try {
      judge = createJudge(this.engine, schema, this.sql, {
        databases: this.options.databases,
        mutants: 0,
        budgetMs: PAIR_LIMIT,
        queryLimitMs: QUERY_LIMIT,
        seed: this.seed,
      });
    } catch (error) {
      if (!(error instanceof QuillError) || error.reason === 'internal') throw error;
      this.count('query not judged');
      return;
    }
    try {
      const forms = this.choice.shuffle(equalForms(bound, this.choice)).slice(0, this.options.forms);
      for (const form of forms) this.judgeForm(judge, form, wild);
      // Of wild queries, mistakes seldom matter.
      const wrong = wild ? [] : this.choice.shuffle(mistakes(bound)).slice(0, this.options.mistakes);
      for (const form of wrong) this.judgeMistake(judge, schema, bound, form);
    } finally {
      judge.close();
    }
  }

  /**
   * A random query. Mostly one of which random instances have shown that it returns rows soon enough: of others there
   * is little to judge. One round in eight takes what comes.
   */
  private draw(schema: Schema): string {
    const demanding = !this.choice.chance(1 / 8);
    for (let draw = 1; ; draw += 1) {
      const sql = new QueryWriter(this.choice, schema).query();
      if (!demanding) return sql;
      const found = this.returnsRows(schema, sql);
      if (found) return sql;
      if (draw === DRAWS) {
        this.count('query without rows on random instances');
        return sql;
      }
      this.count('query drawn anew');
    }
  }

  private returnsRows(schema: Schema, sql: string): boolean {
    const instances = new RandomInstances(this.engine, schema, this.choice, [sql]);
    try {
      for (let i = 0; i < TRIES; i += 1) {
        instances.fill();
        const params = randomBindings(this.choice, [sql]);
        if (instances.db.query(sql, { params, limitMs: QUERY_LIMIT, maxRows: 1 }).rows.length > 0)
          return true;
      }
      return false;
    } catch {
      return false;
    } finally {
      instances.close();
    }
  }

  /** A query of the whole grammar; SQLite refuses two of five when they run. */
  private drawWild(schema: Schema): string {
    let sql = '';
    for (let draw = 0; draw < DRAWS; draw += 1) {
      sql = sample(queries(), this.seed + draw * 1_000_003);
      if (this.runs(schema, sql)) return sql;
      this.count('query drawn anew');
    }
    return sql;
  }

  private runs(schema: Schema, sql: string): boolean {
    const db = this.engine.open();
    try {
      for (const statement of schema.ddl) db.exec(statement);
      db.query(sql, { limitMs: 1000 });
      return true;
    } catch {
      return false;
    } finally {
      db.close();
    }
  }

  private verdict(judge: Judge, form: Form, notJudged: Count): Verdict | undefined {
    try {
      const verdict = judge.judge(form.sql);
      this.judged.push({
        what: notJudged === 'form not judged' ? 'form' : 'mistake',
        name: form.name,
        verdict: verdict.verdict,
      });
      if (verdict.verdict === 'undetermined') this.reasons.push(verdict.reason);
      return verdict;
    } catch (error) {
      if (!(error instanceof QuillError) || error.reason === 'internal') {
        this.fail('crash', form.name, form.sql, String(error));
      } else this.count(notJudged);
      return undefined;
    }
  }

  private judgeForm(judge: Judge, form: Form, wild: boolean): void {
    const verdict = this.verdict(judge, form, 'form not judged');
    if (verdict === undefined) return;
    if (verdict.verdict !== 'refuted') {
      this.count(`form ${verdict.verdict}`);
      return;
    }
    // Where errors are possible, SQLite promises no order of evaluation.
    if (wild && (verdict.reason === 'error' || verdict.reason === 'column names')) return;
    // A column of UNION ALL in FROM has the affinity of one arm: SQLite makes reals of the integers of another.
    if (form.name === 'wrapped' && verdict.reason === 'types') return;
    this.fail('false alarm', form.name, form.sql, told(verdict));
  }

  private judgeMistake(judge: Judge, schema: Schema, bound: BoundQuery, form: Form): void {
    const verdict = this.verdict(judge, form, 'mistake not judged');
    if (verdict === undefined) return;
    this.count(`mistake ${verdict.verdict}`);
    const ordered = bound.query.orderBy.length > 0;
    if (verdict.verdict === 'refuted') {
      const problem = this.problemOf(verdict, schema, form.sql, ordered);
      if (problem !== undefined)
        this.fail('bad witness', form.name, form.sql, `${problem}\n${told(verdict)}`);
      return;
    }
    const instances = new RandomInstances(this.engine, schema, this.choice, [this.sql, form.sql]);
    const opponents = new Opponents(instances.db, this.sql, form.sql, ordered);
    try {
      for (let i = 0; i < this.options.instances; i += 1) {
        instances.fill();
        const params = randomBindings(this.choice, [this.sql, form.sql]);
        const difference = opponents.toldApart(params);
        if (difference === undefined) continue;
        if (verdict.verdict === 'undetermined') {
          this.count('mistake undetermined though random rows differ');
          this.weak.push(`undetermined though random rows differ (${form.name}): ${verdict.reason}`);
          return;
        }
        if (verdict.verdict === 'survived' && this.refutedAgain(schema, form.sql)) {
          this.count('mistake refuted by more databases only');
          this.weak.push(`refuted by more databases only (${form.name})`);
          return;
        }
        const rows = instances.inserts().join('\n');
        this.fail(
          'slip',
          form.name,
          form.sql,
          `${verdict.verdict}; ${difference} differ (instance ${i}) on\n${rows}`,
        );
        return;
      }
    } finally {
      opponents.close();
      instances.close();
    }
  }

  /** True when the number of databases that the product builds refutes the pair. */
  private refutedAgain(schema: Schema, b: string): boolean {
    const databases = this.options.again;
    if (databases <= this.options.databases) return false;
    const judge = createJudge(this.engine, schema, this.sql, {
      databases,
      mutants: 0,
      budgetMs: 4 * PAIR_LIMIT,
      seed: this.seed,
    });
    try {
      return judge.judge(b).verdict === 'refuted';
    } finally {
      judge.close();
    }
  }

  /** Runs the witness of a refutation again: undefined when it is legal and shows a difference. */
  private problemOf(verdict: Refuted, schema: Schema, b: string, ordered: boolean): string | undefined {
    const { witness } = verdict;
    if (witness === undefined)
      return verdict.reason === 'column count' || verdict.reason === 'column names'
        ? undefined
        : 'no witness';
    const db = this.engine.open();
    try {
      for (const statement of schema.ddl) db.exec(statement);
      for (const statement of witness.inserts) db.exec(statement);
      if (db.query('PRAGMA foreign_key_check').rows.length > 0) return 'the witness breaks a foreign key';
      const difference = toldApart(db, this.sql, b, witness.parameters, ordered, 'some');
      return difference === undefined ? 'the witness does not tell the two apart' : undefined;
    } catch (error) {
      return `the witness is refused: ${String(error)}`;
    } finally {
      db.close();
    }
  }
}

function sample(arbitrary: fc.Arbitrary<string>, seed: number): string {
  const [value] = fc.sample(arbitrary, { seed, numRuns: 1 });
  if (value === undefined) throw new RangeError('Nothing was drawn.');
  return value;
}

function told(verdict: Refuted): string {
  const inserts = verdict.witness?.inserts.join('\n') ?? '';
  const text = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
  const sides = JSON.stringify(
    {
      parameters: verdict.witness?.parameters,
      a: verdict.witness?.original.rows,
      b: verdict.witness?.rewrite?.rows,
    },
    text,
  );
  return `refuted (${verdict.reason}): ${verdict.explanation}\n${inserts}\n${sides}`;
}
