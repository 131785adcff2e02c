/** Whether a rewrite returns the same rows, by the judge's databases and by the user's own data. */
import { QuillError } from '../errors.ts';
import type { Database, Engine } from '../ports.ts';
import type { Schema } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { createJudge, type Judge } from '../verify/judge.ts';
import { judgeTwice, verdictOnData } from '../verify/own-data.ts';
import { noEvidence, type OwnDataCheck, type Refuted, type Verdict } from '../verify/verdict.ts';
import type { Budget } from './budget.ts';
import type { OptimizeOptions } from './contract.ts';
import { slowMs } from './timing.ts';
import type { OriginalCase, Workbench } from './workbench.ts';

/** Databases that a rewrite must survive at least, when the time is too short for all. */
const fewestDatabases = 100;
/** The judge gets at least this long for one rewrite, in milliseconds. */
const leastJudgeMs = 1000;

/** Judges rewrites of one original. */
export interface RewriteJudge {
  judge(rewrite: string): Verdict;
  close(): void;
}

export interface RewriteJudgeContext {
  readonly engine: Engine;
  readonly db: Database;
  readonly schema: Schema;
  readonly bound: BoundQuery;
  readonly bench: Workbench;
  readonly options: OptimizeOptions;
  readonly budget: Budget;
}

/** A judge by both, whichever costs less first. Its databases are built once it is asked. */
export function openRewriteJudge(context: RewriteJudgeContext): RewriteJudge {
  return new DatabasesAndOwnData(context);
}

class DatabasesAndOwnData implements RewriteJudge {
  readonly #context: RewriteJudgeContext;
  #databases: Judge | undefined;

  constructor(context: RewriteJudgeContext) {
    this.#context = context;
  }

  judge(rewrite: string): Verdict {
    return judgeTwice({
      onDatabases: () => this.#onDatabases(rewrite),
      onOwnData: () => this.#onOwnData(rewrite),
      ownFirst: this.#context.bench.originalMs < slowMs,
      ownIfUndetermined: false,
      wantsWitness: this.#context.options.witness === true,
    });
  }

  close(): void {
    this.#databases?.close();
  }

  #onDatabases(rewrite: string): Verdict {
    const { engine, schema, bench, options, budget } = this.#context;
    const { databases, mutants, seed } = options;
    const budgetMs = Math.max(leastJudgeMs, budget.share(0.5));
    try {
      this.#databases ??= createJudge(engine, schema, bench.sql, { databases, mutants, seed, budgetMs });
      const verdict = this.#databases.judge(rewrite);
      const fewest = Math.min(fewestDatabases, databases);
      if (verdict.verdict !== 'survived' || verdict.databases >= fewest) return verdict;
      const reason = `The time ran out after ${verdict.databases} databases; allow a larger budget.`;
      return { ...verdict, verdict: 'undetermined', reason };
    } catch (error) {
      if (!(error instanceof QuillError)) throw error;
      return { ...noEvidence, verdict: 'undetermined', reason: error.message };
    }
  }

  /** With every set of parameter values; the check that compared least, or a refutation. */
  #onOwnData(rewrite: string): OwnDataCheck | Refuted {
    const checks: OwnDataCheck[] = [];
    for (const one of this.#context.bench.cases) {
      const check = this.#withValues(one, rewrite);
      if ('verdict' in check) return check;
      checks.push(check);
    }
    const order = ['skipped', 'sampled', 'full'];
    return checks.sort((a, b) => order.indexOf(a.extent) - order.indexOf(b.extent) || b.rows - a.rows)[0]!;
  }

  #withValues({ values, query }: OriginalCase, rewrite: string): OwnDataCheck | Refuted {
    const { db, bound, options } = this.#context;
    if (query.timedOut) {
      const why = 'The original was stopped at its time limit, so its rows are not known.';
      return { rows: 0, extent: 'skipped', compared: 0, why };
    }
    return verdictOnData(db, bound, rewrite, { params: values, limitMs: options.queryLimitMs });
  }
}
