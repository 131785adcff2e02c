/** Variants of pairs: the same pair under other names, in another layout, or with its slow side in another form. */
import { analyze } from '../../dialect/sqlite/analyze.ts';
import { QuillError } from '../../errors.ts';
import type { Engine } from '../../ports.ts';
import { hashText, Random } from '../../random.ts';
import { createSchema } from '../../schema/ddl.ts';
import type { Schema } from '../../schema/model.ts';
import type { BoundQuery } from '../../sql/bound.ts';
import { pairId, templateId } from '../ids.ts';
import type { Pair, PairVerdict } from '../pair.ts';
import { equivalentOf } from './equivalent.ts';
import { chooseLayout, layOut } from './layout.ts';
import { NoVariant } from './no-variant.ts';
import { renameIndex } from './rename-index.ts';
import { PairNames, renameQuery } from './rename-query.ts';
import { type RenamedSchema, renameSchema } from './rename-schema.ts';

export const variantKinds = ['rename', 'format', 'equivalent'] as const;
export type VariantKind = (typeof variantKinds)[number];

/** What differs from the original, before it is judged. */
export interface Draft
  extends Pick<Pair, 'id' | 'schema' | 'slow' | 'fast' | 'indexes' | 'template' | 'plan'> {
  readonly kind: VariantKind;
  /** The DDL that `schema` names. */
  readonly ddl: string;
}

interface Loaded {
  readonly ddl: string;
  readonly schema: Schema;
}

export class VariantWriter {
  readonly #engine: Engine;
  readonly #seed: number;
  readonly #ddlOf: (schema: string) => Promise<string>;
  readonly #loaded = new Map<string, Loaded>();
  readonly #renamed = new Map<string, RenamedSchema | NoVariant>();

  /** `ddlOf` reads the DDL of a schema by its id. The same seed gives the same variants. */
  constructor(engine: Engine, seed: number, ddlOf: (schema: string) => Promise<string>) {
    this.#engine = engine;
    this.#seed = seed;
    this.#ddlOf = ddlOf;
  }

  /**
   * The variant of a kind, `number` from 1. Throws NoVariant where there is none, QuillError `schema` and `file` where
   * the schema cannot be read.
   */
  async draft(pair: Pair, kind: VariantKind, number: number): Promise<Draft> {
    const { ddl, schema } = await this.#load(pair.schema);
    const [slow, fast] = [read(pair.slow, schema), read(pair.fast, schema)];
    const seed = hashText(`${this.#seed}:${pair.id}:${kind}:${number}`);
    if (kind === 'rename') return this.#renamedDraft(pair, ddl, [slow, fast], number, seed);
    const same = pair.slow === pair.fast;
    if (kind === 'format') {
      const random = new Random(seed);
      for (let attempt = 1; ; attempt++) {
        const layout = chooseLayout(random);
        const laid = (bound: BoundQuery): string => unchanged(bound, layOut(bound, layout), schema);
        const newSlow = laid(slow);
        // Its own layout may have been drawn.
        if (newSlow === pair.slow && attempt < 5) continue;
        return this.#other(pair, kind, ddl, newSlow, same ? newSlow : laid(fast), pair.template);
      }
    }
    const other = equivalentOf(slow, seed);
    if (namesOf(other) !== namesOf(slow)) throw new NoVariant('changed');
    return this.#other(pair, kind, ddl, other.source, same ? other.source : pair.fast, templateId(other));
  }

  #renamedDraft(
    pair: Pair,
    ddl: string,
    [slow, fast]: [BoundQuery, BoundQuery],
    number: number,
    seed: number,
  ): Draft {
    const renamed = this.#renamedSchema(pair.schema, ddl, number);
    const names = new PairNames(renamed, [slow, fast], seed);
    const [a, b] = [renameQuery(slow, names), renameQuery(fast, names)];
    if ((namesOf(a) === namesOf(b)) !== (namesOf(slow) === namesOf(fast))) throw new NoVariant('changed');
    const template = templateId(a);
    // By definition a template is free of names; a stored one may be of an older version.
    if (template !== templateId(slow)) throw new NoVariant('changed');
    const indexes = pair.indexes.map(index => renameIndex(index, names));
    const plan = (lines: readonly string[]): string[] => lines.map(line => names.planLine(line));
    return {
      kind: 'rename',
      id: pairId(renamed.id, a.source, b.source),
      schema: renamed.id,
      ddl: renamed.ddl,
      slow: a.source,
      fast: b.source,
      indexes,
      template: pair.template,
      plan: { before: plan(pair.plan.before), after: plan(pair.plan.after) },
    };
  }

  #other(pair: Pair, kind: VariantKind, ddl: string, slow: string, fast: string, template: string): Draft {
    if (slow === pair.slow && fast === pair.fast) throw new NoVariant('no other form');
    const { schema, indexes, plan } = pair;
    return { kind, id: pairId(schema, slow, fast), schema, ddl, slow, fast, indexes, template, plan };
  }

  async #load(id: string): Promise<Loaded> {
    const known = this.#loaded.get(id);
    if (known !== undefined) return known;
    const ddl = await this.#ddlOf(id);
    const loaded = { ddl, schema: createSchema(this.#engine, ddl) };
    this.#loaded.set(id, loaded);
    return loaded;
  }

  #renamedSchema(id: string, ddl: string, number: number): RenamedSchema {
    const key = `${id}-v${number}`;
    let known = this.#renamed.get(key);
    if (known === undefined) {
      try {
        known = renameSchema(this.#engine, { id, ddl }, number, this.#seed);
      } catch (error) {
        if (!(error instanceof NoVariant)) throw error;
        known = error;
      }
      this.#renamed.set(key, known);
    }
    if (known instanceof NoVariant) throw new NoVariant(known.reason, { cause: known });
    return known;
  }
}

/** The variant as a row of the dataset: judged anew, the rest is its original's. `at` is ISO 8601. */
export function variantPair(original: Pair, draft: Draft, verdict: PairVerdict, at: string): Pair {
  const { id, schema, slow, fast, indexes, template, plan } = draft;
  const own = { id, schema, slow, fast, indexes, template, plan, verdict };
  return { ...original, ...own, variantOf: original.id, createdAt: at };
}

function read(sql: string, schema: Schema): BoundQuery {
  try {
    return analyze(sql, schema);
  } catch (error) {
    if (!QuillError.is(error)) throw error;
    throw new NoVariant('failed', { cause: error });
  }
}

/** The text, when it is the same query in another layout. Throws NoVariant `changed`. */
function unchanged(before: BoundQuery, text: string, schema: Schema): string {
  const after = read(text, schema);
  if (templateId(after) !== templateId(before) || namesOf(after) !== namesOf(before))
    throw new NoVariant('changed');
  return text;
}

/** The names of the output columns, as far as they are part of what the query promises. */
function namesOf(bound: BoundQuery): string {
  return JSON.stringify(bound.outputsOf(bound.query).map(output => (output.named ? output.name : null)));
}
