/** Puts together what decides whether a rewrite returns the same rows: the judge and the user's own data. */
import { QuillError } from '../errors.ts';
import type { Clock, Database, Engine } from '../ports.ts';
import type { Schema } from '../schema/model.ts';
import type { BoundQuery } from '../sql/bound.ts';
import { createJudge, type Judge } from '../verify/judge.ts';
import { checkOnData } from '../verify/own-data.ts';
import type { OwnDataCheck, Verdict } from '../verify/verdict.ts';
import type { OptimizeOptions } from './contract.ts';
import { slowMs } from './timing.ts';
import type { Decider } from './verification.ts';
import type { OriginalCase, Workbench } from './workbench.ts';

/** Databases that a rewrite must survive at least, when the time is too short for all. */
const fewestDatabases = 100;
/** The judge gets at least this long for one rewrite, in milliseconds. */
const leastJudgeMs = 1000;

export interface JudgingContext {
  readonly engine: Engine;
  readonly db: Database;
  readonly schema: Schema;
  readonly bound: BoundQuery;
  readonly bench: Workbench;
  readonly options: OptimizeOptions;
  readonly clock: Clock;
  /** When the budget of the search ends. */
  readonly deadline: number;
}

export type Judging = (context: JudgingContext) => Decider;

/** The judge's databases and the user's own data, whichever costs less first. */
export const judging: Judging = context => new TwoChecks(context);

class TwoChecks implements Decider {
  readonly #context: JudgingContext;
  #judge: Judge | undefined;

  constructor(context: JudgingContext) {
    this.#context = context;
  }

  decide(rewrite: string): Verdict {
    if (this.#context.bench.originalMs < slowMs) {
      const own = this.#onData(rewrite);
      return 'verdict' in own ? own : withOwnData(this.#judged(rewrite), own);
    }
    const verdict = this.#judged(rewrite);
    if (verdict.verdict === 'refuted' || verdict.verdict === 'undetermined') return verdict;
    const own = this.#onData(rewrite);
    return 'verdict' in own ? own : withOwnData(verdict, own);
  }

  close(): void {
    this.#judge?.close();
  }

  #judged(rewrite: string): Verdict {
    const { engine, schema, bench, options, clock, deadline } = this.#context;
    const { databases, mutants, seed } = options;
    const budgetMs = Math.max(leastJudgeMs, (deadline - clock.now()) / 2);
    try {
      this.#judge ??= createJudge(engine, schema, bench.sql, { databases, mutants, seed, budgetMs });
      const verdict = this.#judge.judge(rewrite);
      const fewest = Math.min(fewestDatabases, databases);
      if (verdict.verdict !== 'survived' || verdict.databases >= fewest) return verdict;
      const reason = `The time ran out after ${verdict.databases} databases; allow a larger budget.`;
      return { ...verdict, verdict: 'undetermined', reason };
    } catch (error) {
      if (error instanceof QuillError)
        return { ...noEvidence, verdict: 'undetermined', reason: error.message };
      throw error;
    }
  }

  /** With every set of parameter values; the check that compared least, or a refutation. */
  #onData(rewrite: string): OwnDataCheck | Verdict {
    const checks: OwnDataCheck[] = [];
    for (const one of this.#context.bench.cases) {
      const check = this.#onDataWith(one, rewrite);
      if ('verdict' in check) return check;
      checks.push(check);
    }
    const order = ['skipped', 'sampled', 'full'];
    return checks.sort((a, b) => order.indexOf(a.extent) - order.indexOf(b.extent) || b.rows - a.rows)[0]!;
  }

  #onDataWith({ values, query }: OriginalCase, rewrite: string): OwnDataCheck | Verdict {
    const { db, bound, options } = this.#context;
    if (query.timedOut) {
      const why = 'The original was stopped at its time limit, so its rows are not known.';
      return { rows: 0, extent: 'skipped', compared: 0, why };
    }
    try {
      const check = checkOnData(db, bound, rewrite, { params: values, limitMs: options.queryLimitMs });
      if ('extent' in check) return check;
      const explanation = `The results differ on your own data: ${check.detail}.`;
      return { ...noEvidence, verdict: 'refuted', reason: 'own data', explanation };
    } catch (error) {
      if (!(error instanceof QuillError)) throw error;
      const explanation = `On your own data the rewrite fails: ${error.message}`;
      return { ...noEvidence, verdict: 'refuted', reason: 'error', explanation };
    }
  }
}

const noEvidence = {
  databases: 0,
  nonEmpty: 0,
  mutants: { killed: 0, total: 0 },
  uncaught: [],
  notes: [],
};

function withOwnData(verdict: Verdict, ownData: OwnDataCheck): Verdict {
  return { ...verdict, ownData };
}
