/** Everything that instances for one pair of queries are built from. */
import type { Cell } from '../../ports.ts';
import { hashText, Random } from '../../random.ts';
import type { Column, Schema } from '../../schema/model.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import type { Limit } from '../../sql/model.ts';
import { textOf } from '../../sql/span.ts';
import { stripParens, walk } from '../../sql/walk.ts';
import { type Binding, type BindingChoices, bindingsFor, valuesOf } from '../bindings.ts';
import type { Evaluator, ParameterValues } from '../query/evaluate.ts';
import { inlinedViews } from '../query/inlined-views.ts';
import { addTouched, type Touched, viewQueries } from '../query/touched.ts';
import { addCheckValues } from './constraints/check-conditions.ts';
import { Constraints } from './constraints/constraints.ts';
import { hasCycle, withoutCycles } from './constraints/cycles.ts';
import { Domains } from './constraints/domains.ts';
import { LegalValues } from './constraints/legal-values.ts';
import { type MissingParent, repair } from './constraints/repair.ts';
import { planFill, withParents } from './fill-plan.ts';
import { solveGroups } from './groups/solved-groups.ts';
import { type Ingredients, LARGEST_COUNT } from './ingredients.ts';
import type { FillTable, Instance } from './instance.ts';
import type { KillOrder } from './kill-order.ts';
import { parameterCases } from './kinds/parameter-cases.ts';
import type { Loader } from './loader.ts';
import { buildRowPattern, type RowPattern } from './patterns/row-pattern.ts';
import { type RecursionLink, recursionLinks } from './query/recursion.ts';
import { siblingScopes } from './query/set-arms.ts';
import { sharpenedQueries } from './query/sharpened.ts';
import type { CycleTurns } from './random/cycle-turns.ts';
import { plantForests } from './random/forests.ts';
import { mixedInstance } from './random/mixed.ts';
import { plainRows } from './random/plain-rows.ts';
import type { RandomTurns } from './random/random-turns.ts';
import { numberRows } from './rowids.ts';
import { targetedInstances } from './targeted.ts';
import { addBoundedDates } from './values/date-comparisons.ts';
import { DateStyles } from './values/date-styles.ts';
import { collectValues, type InterestingValues, noValues } from './values/interesting-values.ts';
import { addResidues } from './values/residues.ts';
import { addSplicedTexts } from './values/text-parts.ts';

/** Patterns of one query: alternatives where it has ORs. */
const ALTERNATIVES = 3;
/**
 * Share of the databases that may be built for a purpose; the rest are random. Where the queries have parameters, one in
 * four of all databases is built for one of their values instead (see `bindingTurns`), as long as there are any left.
 */
const TARGETED_SHARE = 0.5;
/** Share of the random databases in which rows are tied to trees, where a query recurses along them. */
const PLANTED = 0.5;

/** Which binding each instance of sixteen gets. */
const bindingTurns: readonly (keyof BindingChoices)[] = [
  ...(['usual', 'special', 'usual', 'reversed'] as const),
  ...(['usual', 'special', 'absent', 'reversed'] as const),
  ...(['usual', 'special', 'alike', 'reversed'] as const),
  ...(['usual', 'special', 'nulls', 'reversed'] as const),
];

export interface TestCase {
  readonly instance: Instance;
  readonly binding: Binding;
  /** Rows lead in a circle along which a query recurses. */
  readonly cyclic: boolean;
  /** Its moments are written in a way that another pair of queries may not allow. */
  readonly restyled?: boolean;
}

/** What a column may hold. */
export interface LegalColumn {
  readonly values: readonly Cell[];
  /** The terms of the CHECKs on it alone, as they are written. */
  readonly checks: readonly string[];
}

/** What decides which instances come next. */
export interface Order {
  readonly killing: KillOrder;
  readonly turns: RandomTurns;
  /** Without: no instance holds a cycle along which a query recurses. */
  readonly cycles?: CycleTurns;
}

/** The databases that one original and one rewrite of it are tried on. */
export class InstanceSource {
  readonly tables: readonly FillTable[];
  readonly dates: readonly string[];
  readonly constraints: Constraints;
  /** Along which the queries recurse. */
  readonly recursion: readonly RecursionLink[];
  /** When everything was prepared, on the clock of `performance.now()`. */
  readonly readyAt: number;
  readonly #ingredients: Ingredients;
  readonly #domains: Domains;
  readonly #legal: LegalValues;
  readonly #bindings: BindingChoices;
  readonly #loader: Loader;
  readonly #queries: readonly [BoundQuery, BoundQuery];
  readonly #random: Random;

  /** Throws QuillError `unsupported` for virtual tables and unreadable views. */
  constructor(
    loader: Loader,
    schema: Schema,
    original: BoundQuery,
    rewrite: BoundQuery,
    evaluator: Evaluator,
    seed: number,
  ) {
    this.#loader = loader;
    this.#queries = [original, rewrite];
    const queries = [original, rewrite];
    const inlined = queries.map(bound => inlinedViews(bound, schema));
    const all = [...inlined, ...viewQueries(schema, queries)];
    this.#bindings = bindingsFor(queries);
    const { usual } = this.#bindings;
    const interesting = noValues();
    for (const bound of all)
      for (const binding of new Set([usual, this.#bindings.reversed]))
        collectValues(bound, evaluator, valuesOf(bound, binding), interesting);
    const touched: Touched = { tables: new Set(), columns: new Set(), rowids: new Set() };
    for (const bound of all) addTouched(bound, touched);
    addCheckValues(schema, withParents(schema, touched.tables), evaluator, interesting);
    addSplicedTexts(interesting.parts, interesting.constants, interesting.exact);
    addResidues(interesting.residues, interesting.constants, interesting.exact);
    addBoundedDates(interesting.dates.bounds, interesting.exact);
    const [dates, json] = [interesting.dates.columns(), jsonColumns(interesting)];
    const askedOf = (column: Column): ReadonlySet<string> => interesting.dates.askedOf(column);
    this.tables = planFill(schema, { ...touched, dates, askedOf, json });
    // What only a CHECK reads as a date bears on no answer.
    this.dates = [...dates].filter(column => touched.columns.has(column)).map(column => column.name);
    const legal = new LegalValues(schema, this.tables, evaluator);
    this.#legal = legal;
    this.#domains = new Domains(this.tables, interesting, legal);
    const counts = [...interesting.counts].filter(count => count <= LARGEST_COUNT).sort((a, b) => a - b);
    const values = (bound: BoundQuery): ParameterValues => valuesOf(bound, usual);
    const [own = original, other = rewrite] = inlined;
    this.#ingredients = {
      tables: this.tables,
      patterns: all.flatMap(bound => this.#patterns(bound, evaluator, usual)),
      sharpened: sharpenedQueries(own, other).flatMap(bound => this.#patterns(bound, evaluator, usual)),
      counts,
      solved: solveGroups(inlined, this.tables, counts, this.#domains, legal, evaluator, values),
      sums: interesting.sums,
      depths: [...interesting.depths].sort((a, b) => b - a),
      groupOf: column => this.#domains.groupOf(column),
      limits: limitsOf(all, evaluator, usual, () => true),
      nestedLimits: limitsOf(all, evaluator, usual, (node, bound) => node !== bound.query.limit),
    };
    this.recursion = recursionLinks(all, this.tables, column => this.#domains.groupOf(column));
    this.constraints = new Constraints(this.tables, this.#domains, legal, loader);
    this.#random = new Random((seed ^ hashText(original.source)) >>> 0);
    this.readyAt = performance.now();
  }

  /** The values tried in a column that has CHECKs of its own, and these; undefined for a column without. */
  legalValues(column: Column): LegalColumn | undefined {
    const filled = this.tables.flatMap(table => table.columns).find(other => other.column === column);
    const conditions = filled ? this.#legal.conditionsOn(filled) : [];
    if (!filled || conditions.length === 0) return undefined;
    const values = this.#domains.pool(filled).filter(value => this.#legal.allows(filled, value));
    return {
      values: filled.nullable ? [...values, null] : values,
      checks: conditions.map(({ bound, expr }) => textOf(bound.source, stripParens(expr).span)),
    };
  }

  /**
   * Legal instances without end: first those built for a purpose, in the order `killing` puts them, then random ones, and
   * between all of them those for one parameter at a value of its own.
   */
  *testCases(databases: number, { killing, turns, cycles }: Order): Generator<TestCase> {
    const random = this.#random;
    const targeted = killing.arrange(targetedInstances(this.#ingredients, random));
    const most = Math.ceil(databases * TARGETED_SHARE);
    const styles = new DateStyles(...this.#queries);
    const special = parameterCases(this.#ingredients, this.#bindings.special, random);
    for (let n = 0; ; n++) {
      const own = bindingTurns[n % bindingTurns.length] === 'special' ? special.next() : undefined;
      if (own && !own.done) {
        const { instance, binding } = own.value;
        const cyclic = this.#makeLegal(instance, 'add', cycles);
        yield this.#restyled({ instance, binding, cyclic }, styles);
        continue;
      }
      const next = n < most ? targeted.next() : undefined;
      const built = next && !next.done ? next.value : undefined;
      const instance = built ?? this.#randomInstance(turns);
      // What was built for a purpose keeps its values: parents that are not there are added.
      const missing: MissingParent =
        built || random.chance(0.6) ? 'add' : random.chance(0.6) ? 'point' : 'null';
      const cyclic = this.#makeLegal(instance, missing, cycles);
      yield this.#restyled({ instance, binding: this.#pickBinding(n), cyclic }, styles);
    }
  }

  /** The same with its moments written otherwise, where it is its turn and SQLite accepts that. */
  #restyled(testCase: TestCase, styles: DateStyles): TestCase {
    const instance = styles.next(testCase.instance, Object.values(testCase.binding));
    if (!instance) return testCase;
    const accepted = this.#loader.load(this.tables, instance);
    this.#loader.clear();
    return accepted ? { ...testCase, instance, restyled: true } : testCase;
  }

  #randomInstance(turns: RandomTurns): Instance {
    const random = this.#random;
    const instance = turns.isPlain(random)
      ? plainRows(this.tables, this.#domains, random)
      : mixedInstance(this.#ingredients, this.#domains, random);
    if (this.recursion.length > 0 && random.chance(PLANTED)) plantForests(this.recursion, instance, random);
    return instance;
  }

  /** True where it holds a cycle along which a query recurses. */
  #makeLegal(instance: Instance, missing: MissingParent, cycles: CycleTurns | undefined): boolean {
    const { recursion } = this;
    repair(this.tables, instance, missing);
    const mayHoldCycle = recursion.length === 0 || cycles?.mayHoldCycle();
    if (!mayHoldCycle && withoutCycles(recursion, instance)) repair(this.tables, instance, 'null');
    if (this.constraints.needed) this.constraints.admit(instance, this.#random);
    numberRows(this.tables, instance, this.#random);
    return recursion.length > 0 && hasCycle(recursion, instance);
  }

  /** A quarter with one parameter at a value of its own; in each 16, one each of the rare ones. */
  #pickBinding(n: number): Binding {
    const { special, ...others } = this.#bindings;
    const choice = bindingTurns[n % bindingTurns.length] ?? 'usual';
    if (choice !== 'special') return others[choice];
    return special[(n >> 2) % special.length]?.binding ?? others.usual;
  }

  #patterns(bound: BoundQuery, evaluator: Evaluator, binding: Binding): RowPattern[] {
    const values = valuesOf(bound, binding);
    const result: RowPattern[] = [];
    for (let alternative = 0; alternative < ALTERNATIVES; alternative++) {
      let choices = 0;
      const pattern = buildRowPattern(bound, this.tables, this.#domains, evaluator, values, terms => {
        choices++;
        return alternative % terms;
      });
      result.push(pattern);
      if (choices === 0) break;
    }
    for (const siblings of siblingScopes(bound))
      result.push(buildRowPattern(bound, this.tables, this.#domains, evaluator, values, () => 0, siblings));
    return result;
  }
}

/** Where a query itself asks whether a text is JSON, others occur. */
function jsonColumns(interesting: InterestingValues): Set<Column> {
  const read = [...interesting.json.keys()].filter(column => !interesting.maybeJson.has(column));
  return new Set([...read, ...interesting.checkedJson]);
}

function limitsOf(
  queries: readonly BoundQuery[],
  evaluator: Evaluator,
  binding: Binding,
  counts: (node: Limit, bound: BoundQuery) => boolean,
): number[] {
  const limits = new Set<number>();
  for (const bound of queries)
    walk(bound.query, node => {
      if (node.kind !== 'limit' || !counts(node, bound)) return;
      const values = valuesOf(bound, binding);
      const limit = evaluator.constant(bound, node.limit, values);
      const offset = node.offset ? evaluator.constant(bound, node.offset, values) : 0n;
      const total = Number(limit ?? -1) + Number(offset ?? 0);
      if (total > 0 && total <= 5000) limits.add(total);
    });
  return [...limits].sort((a, b) => a - b);
}
