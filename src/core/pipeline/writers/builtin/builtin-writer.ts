/**
 * The writer that needs no network: a grammar over any schema writes a good business query, an injector gives it the
 * form that a junior would have written.
 */
import type { Candidate } from '../../../optimize/contract.ts';
import type { AntiPattern } from '../../anti-patterns.ts';
import type { WorkItem, Writer, Written, WrittenQuery } from '../../contract.ts';
import { type Scene, sceneOf } from './grammar/scene.ts';
import type { Injector, Spoilt } from './injector.ts';
import { injectors as all } from './injectors.ts';
import { techniquesOf } from './text/query.ts';
import { render } from './text/render.ts';
import { type Style, styleOf } from './text/style.ts';

/** Tries of one item; most find a place at once. */
const attempts = 12;
/** Share of items whose query is written well: nothing is to be improved, or an index is missing. */
const wellWrittenShare = 0.12;
/** Share of the first stage's items that give several forms of one query. */
const severalShare = 0.4;

export class BuiltinWriter implements Writer {
  readonly name = 'builtin';
  readonly model = null;
  readonly promptVersion = null;
  readonly #injectors: readonly Injector[];

  constructor(injectors: readonly Injector[] = all) {
    this.#injectors = injectors;
  }

  async write(item: WorkItem, signal: AbortSignal): Promise<Written> {
    const queries = signal.aborted ? [] : this.queries(item);
    return { queries, spent: { promptTokens: 0, completionTokens: 0, cost: 0 }, repairs: [] };
  }

  /** What `write` gives, at once. The same item gives the same queries. */
  queries(item: WorkItem): WrittenQuery[] {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const draw = sceneOf(item, attempt, 0);
      const injector = this.#injectorFor(item, draw, attempt);
      if (!injector) return [];
      const first = written(item, injector, attempt, 0);
      if (!first) continue;
      if (item.stage !== 1 || !draw.random.chance(severalShare)) return [first];
      const others = [1, 2].flatMap(form => written(item, injector, attempt, form) ?? []);
      return withoutRepeats([
        first,
        ...others.filter(other => other.better[0]?.sql === first.better[0]?.sql),
      ]);
    }
    return [];
  }

  #injectorFor({ technique }: WorkItem, { random }: Scene, attempt: number): Injector | undefined {
    if (random.chance(wellWrittenShare)) {
      const good = random.weighted(this.#injectors.filter(writesWell), weightOf);
      if (good) return good;
    }
    // Indexes are found for many queries, so that a wish for one is rare.
    const bad = this.#injectors.filter(injector => injector.antiPattern !== 'none');
    // What is wished may have no place in this schema.
    const wished = technique !== undefined && attempt < attempts - 4;
    const fitting = wished ? bad.filter(injector => injector.undoneBy.includes(technique)) : bad;
    return (
      random.weighted(fitting, injector =>
        wished && injector.undoneBy[0] !== technique ? weightOf(injector) / 2 : weightOf(injector),
      ) ?? random.weighted(this.#injectors, weightOf)
    );
  }
}

const writesWell = ({ antiPattern }: Injector): boolean =>
  antiPattern === 'none' || antiPattern === 'missing-index';

const weightOf = ({ weight = 1 }: Injector): number => weight;

function written(
  item: WorkItem,
  injector: Injector,
  attempt: number,
  form: number,
): WrittenQuery | undefined {
  const scene = sceneOf(item, attempt, form);
  const style = styleOf(scene.random);
  const spoilt = injector.inject(scene);
  if (!spoilt) return undefined;
  const { slow, task } = spoilt;
  const sql = render(slow, style, 'spoilt', task);
  const better = candidatesOf(spoilt, style).filter(candidate => candidate.sql !== sql);
  if (better.length === 0 && spoilt.better.length > 0) return undefined;
  const antiPattern: AntiPattern | null = injector.antiPattern;
  return { sql, antiPattern, better, task };
}

function candidatesOf({ slow, better, task }: Spoilt, style: Style): Candidate[] {
  const placed = techniquesOf(slow);
  return better.map(({ query, techniques }) => ({
    sql: render(query, style, 'good', task),
    techniques: [...new Set([...techniques, ...placed])],
  }));
}

function withoutRepeats(queries: readonly WrittenQuery[]): WrittenQuery[] {
  return queries.filter((query, i) => queries.findIndex(other => other.sql === query.sql) === i);
}
