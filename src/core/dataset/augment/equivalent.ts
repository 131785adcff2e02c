/** A query in another form that means the same: a few changes of its parts, or other aliases of its tables. */
import { analyze } from '../../dialect/sqlite/analyze.ts';
import { QuillError } from '../../errors.ts';
import { Random } from '../../random.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { applyEdits } from '../../sql/edits.ts';
import { type EqualForm, equalForms } from './equal-forms.ts';
import { chooseStyle } from './name-maker.ts';
import { NoVariant } from './no-variant.ts';
import { PairNames, renameQuery } from './rename-query.ts';

const mostChanges = 3;
/** How often new aliases come on top of other changes. */
const aliasShare = 0.3;

/** Throws NoVariant `no other form` where nothing of the query has one. */
export function equivalentOf(bound: BoundQuery, seed: number): BoundQuery {
  const random = new Random(seed);
  const chosen = chooseForms(equalForms(bound), 1 + random.int(mostChanges), random);
  const changed =
    chosen.length === 0
      ? bound
      : readBack(
          applyEdits(
            bound.source,
            chosen.flatMap(form => form.edits),
          ),
          bound,
        );
  if (chosen.length > 0 && !random.chance(aliasShare)) return changed;
  const aliased = withOtherAliases(changed, random.int(2 ** 31));
  if (aliased.source === bound.source) throw new NoVariant('no other form');
  return aliased;
}

/** Up to so many that do not touch each other. */
function chooseForms(forms: readonly EqualForm[], most: number, random: Random): EqualForm[] {
  const chosen: EqualForm[] = [];
  for (const form of random.shuffle(forms)) {
    const { start, end } = form.span;
    if (chosen.every(({ span }) => end <= span.start || span.end <= start)) chosen.push(form);
    if (chosen.length === most) break;
  }
  return chosen;
}

function readBack(sql: string, before: BoundQuery): BoundQuery {
  try {
    return analyze(sql, before.schema);
  } catch (error) {
    if (!QuillError.is(error)) throw error;
    throw new NoVariant('changed', { cause: error });
  }
}

/** Tables, CTEs and windows under other aliases; columns keep their names, and so do the outputs. */
function withOtherAliases(bound: BoundQuery, seed: number): BoundQuery {
  const { schema } = bound;
  const own = (names: readonly string[]): Map<string, string> =>
    new Map(names.map(name => [name.toLowerCase(), name]));
  const columns: string[] = [];
  for (const scope of bound.scopes) {
    for (const relation of scope.relations) columns.push(...relation.columns.map(column => column.name));
    columns.push(...bound.outputsOf(scope.select).map(output => output.name));
  }
  const renamed = {
    id: '',
    ddl: '',
    schema,
    original: schema,
    style: { ...chooseStyle(new Random(seed)), casing: 'snake' as const },
    tables: own(schema.tables.map(table => table.name)),
    columns: own(columns),
    indexes: new Map<string, string>(),
  };
  return renameQuery(bound, new PairNames(renamed, [bound], seed));
}
