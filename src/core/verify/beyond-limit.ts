/**
 * A difference that LIMIT hides: both queries run without the LIMIT at their end, on instances on which it cuts rows
 * off. Where they then differ, rows are taken away until the difference shows within the LIMIT.
 */
import type { BoundQuery } from '../sql/bound.ts';
import { applyEdits } from '../sql/edits.ts';
import type { Binding } from './bindings.ts';
import { compareResults } from './compare/compare.ts';
import type { FillTable, Instance } from './instances/instance.ts';
import { shrink } from './instances/shrink.ts';
import type { Original } from './original.ts';
import type { Answer, Runner } from './runner.ts';

/** Instances whose rows are taken away for one pair: each costs some hundred runs. */
const MOST_TRIED = 3;

/** One rewrite looked at without the LIMIT that hides a difference, on a few instances; see the top of the file. */
export class Lifted {
  readonly #runner: Runner;
  #tried = 0;

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  /** True when the two differ without LIMIT, and `answer` reaches it. */
  differs(original: Original, answer: Answer, binding: Binding): boolean {
    const how = original.comparison(binding);
    if (this.#tried >= MOST_TRIED || answer.kind !== 'rows' || how.limit === undefined) return false;
    if (answer.result.rows.length < how.limit) return false;
    return this.#differs(original, answer, binding);
  }

  /** An instance on which `shows` holds, with fewer rows than the given one. */
  sought(
    tables: readonly FillTable[],
    instance: Instance,
    binding: Binding,
    original: Original,
    load: (candidate: Instance) => boolean,
    shows: (candidate: Instance) => boolean,
  ): Instance | undefined {
    this.#tried++;
    let found: Instance | undefined;
    shrink(tables, instance, candidate => {
      if (found !== undefined || !load(candidate)) return false;
      if (!this.#differs(original, original.run(binding), binding)) return false;
      if (shows(candidate)) found = candidate;
      return true;
    });
    return found;
  }

  #differs(original: Original, answer: Answer, binding: Binding): boolean {
    const other = this.#runner.run(binding);
    if (answer.kind !== 'rows' || other.kind !== 'rows') return false;
    const { limit: _, offset: __, ...whole } = original.comparison(binding);
    return compareResults(answer.result, other.result, { ...whole, keys: [] }) !== undefined;
  }

  free(): void {
    this.#runner.free();
  }
}

/** Undefined where a query has no LIMIT at its end. */
export function lifted(original: Original, rewrite: BoundQuery): Lifted | undefined {
  const { limit } = rewrite.query;
  if (!limit || !original.bound.query.limit) return undefined;
  return new Lifted(original.runnerOf(applyEdits(rewrite.source, [{ span: limit.span, text: '' }])));
}
