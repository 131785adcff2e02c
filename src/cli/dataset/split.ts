import { Command } from 'commander';
import { shareOf } from '../../core/dataset/figures.ts';
import { olderTemplateId, templateId } from '../../core/dataset/ids.ts';
import {
  type ComputedTemplate,
  findLeaks,
  type LeakageRow,
  leakageRow,
  repairLeakageRow,
  unchangedLeakageRow,
} from '../../core/dataset/leakage.ts';
import { isUnchanged } from '../../core/dataset/other-examples.ts';
import { analyze } from '../../core/dialect/sqlite/analyze.ts';
import { QuillError } from '../../core/errors.ts';
import { FirstFew } from '../../core/first-few.ts';
import { counted, formatCount } from '../../core/format.ts';
import type { Engine } from '../../core/ports.ts';
import { createSchema } from '../../core/schema/ddl.ts';
import type { Schema } from '../../core/schema/model.ts';
import { FAILED } from '../exit-codes.ts';
import { heldOutSchemas } from '../held-out-schemas.ts';
import { helpText } from '../help-text.ts';
import type { Session } from '../session.ts';
import { forTerminal } from '../terminal-text.ts';
import { exampleSelection } from './example-selection.ts';
import { readDataset } from './open-dataset.ts';
import { ReadableSchemas } from './readable-schemas.ts';

const examples = `
Example:
  quill dataset split .quill

Templates are computed anew from the queries: of pairs, and of the examples that export --with puts beside them. Nothing
is changed: a pair is split when it is written. Exit 1 when something held out could be learnt from the training rows, or
a row is not split as the dataset says. Memory grows with the number of rows.`;

export function splitCommand(session: Session): Command {
  return new Command('split')
    .description('Report what is held out, and check that none of it is in training.')
    .argument('<dir>', 'dataset')
    .addHelpText('after', helpText(examples))
    .action(async (dir: string) => run(session, dir));
}

async function run(session: Session, dir: string): Promise<void> {
  const dataset = await readDataset(session, dir);
  const plan = { ...dataset.manifest.split, heldOutSchemas: await heldOutSchemas(session, dataset) };
  const engine = await session.engine();
  const readable = new ReadableSchemas(dataset, session.openPool({ spare: false }), session.signal);
  const templates = new Templates(engine, id => readable.ddl(id));
  const rows: LeakageRow[] = [];
  const unread: string[] = [];
  const computed = async (
    what: string,
    schema: string,
    sql: string,
  ): Promise<ComputedTemplate | undefined> => {
    const template = await templates.of(schema, sql);
    if (!(template instanceof QuillError)) return template;
    unread.push(`${what} cannot be checked: ${template.message}`);
    return undefined;
  };
  for await (const pair of dataset.pairs())
    rows.push(leakageRow(pair, await computed(`Pair ${pair.id}`, pair.schema, pair.slow)));
  const pairs = rows.length;
  const selection = await exampleSelection(dataset);
  const beside = { repairs: 0, unchanged: 0, leftOut: 0, withoutSchema: 0 };
  for await (const repair of dataset.repairs()) {
    if (!selection.takesRepair(repair)) {
      beside[selection.lacksSchema(repair) ? 'withoutSchema' : 'leftOut']++;
      continue;
    }
    beside.repairs++;
    const { id, schema, repaired, original } = repair;
    const template = await computed(`Repair ${id}`, schema, repaired);
    const ofOriginal = original === undefined ? undefined : await computed(`Repair ${id}`, schema, original);
    rows.push(repairLeakageRow(repair, template, ofOriginal));
  }
  for await (const rejected of dataset.rejected()) {
    if (!selection.takesUnchanged(rejected)) {
      if (isUnchanged(rejected)) beside[selection.lacksSchema(rejected) ? 'withoutSchema' : 'leftOut']++;
      continue;
    }
    beside.unchanged++;
    const { id, schema, slow } = rejected;
    rows.push(
      unchangedLeakageRow(rejected, await computed(`Query with nothing to improve ${id}`, schema, slow)),
    );
  }
  const leaks = findLeaks(rows, plan);
  process.stdout.write(forTerminal(report(rows.slice(0, pairs), plan.heldOutSchemas, beside)));
  tellOlder(session, rows.filter(row => row.current !== undefined).length);
  const problems = [...leaks.map(leak => leak.sentence), ...unread];
  const few = new FirstFew(session.tell, 'more problem');
  for (const problem of problems) few.add(problem);
  few.end();
  if (problems.length > 0) session.exitCode = FAILED;
  const checked = counted(rows.length, 'row');
  process.stdout.write(
    problems.length === 0
      ? `No leak: ${checked} checked.\n`
      : `${counted(problems.length, 'problem')} in ${checked}.\n`,
  );
}

function tellOlder({ tell }: Pick<Session, 'tell'>, rows: number): void {
  if (rows === 0) return;
  const its = rows === 1 ? 'states its template' : 'state their templates';
  tell(
    `${counted(rows, 'row')} ${its} as older versions of Quill computed ${rows === 1 ? 'it' : 'them'}, telling 5 from -5 and from TRUE; that decided on the split, which is checked by it, while both sides are compared by today's templates.`,
  );
}

/** Templates computed from the queries and the dataset's DDL. */
class Templates {
  readonly #engine: Engine;
  readonly #ddl: (id: string) => Promise<string>;
  readonly #schemas = new Map<string, Schema | QuillError>();

  constructor(engine: Engine, ddl: (id: string) => Promise<string>) {
    this.#engine = engine;
    this.#ddl = ddl;
  }

  async of(id: string, sql: string): Promise<ComputedTemplate | QuillError> {
    const schema = this.#schemas.get(id) ?? (await this.#load(id));
    this.#schemas.set(id, schema);
    if (schema instanceof QuillError) return schema;
    try {
      const bound = analyze(sql, schema);
      return { now: templateId(bound), older: olderTemplateId(bound) };
    } catch (error) {
      if (QuillError.is(error)) return error;
      throw error;
    }
  }

  async #load(id: string): Promise<Schema | QuillError> {
    try {
      return createSchema(this.#engine, await this.#ddl(id));
    } catch (error) {
      if (QuillError.is(error) && error.reason !== 'cancelled') return error;
      throw error;
    }
  }
}

interface Beside {
  readonly repairs: number;
  readonly unchanged: number;
  readonly leftOut: number;
  readonly withoutSchema: number;
}

function report(
  rows: readonly LeakageRow[],
  heldOutSchemas: readonly string[],
  { repairs, unchanged, leftOut, withoutSchema }: Beside,
): string {
  const originals = rows.filter(row => row.variantOf === null);
  const lines = (['train', 'held-out'] as const).map(split => {
    const pairs = originals.filter(row => row.split === split);
    const templates = new Set(pairs.map(row => row.template)).size;
    const variants = rows.filter(row => row.split === split && row.variantOf !== null).length;
    const share = shareOf(pairs.length, originals.length);
    return `${split.padEnd(11)} ${counted(pairs.length, 'pair')} (${share}), ${counted(templates, 'template')}, ${counted(variants, 'variant')}`;
  });
  // Of a small dataset the share is chance, and several pairs may answer one query.
  const byHash = originals.filter(row => !heldOutSchemas.includes(row.schema));
  const templates = new Set(byHash.map(row => row.template)).size;
  const held = new Set(byHash.filter(row => row.split === 'held-out').map(row => row.template)).size;
  const bySchema = originals.filter(row => heldOutSchemas.includes(row.schema)).length;
  const schemas = heldOutSchemas.length === 0 ? 'none' : heldOutSchemas.join(', ');
  if (repairs + unchanged + leftOut > 0)
    lines.push(
      `for --with  ${counted(repairs, 'repair')}, ${counted(unchanged, 'query', 'queries')} with nothing to improve${leftOut === 0 ? '' : `; ${formatCount(leftOut)} more left out, as a pair has the query, or the other side of the split its template`}`,
    );
  if (withoutSchema > 0)
    lines.push(
      `            ${counted(withoutSchema, 'example')} left out: the dataset lacks ${withoutSchema === 1 ? 'its' : 'their'} schema, which older versions did not keep for examples alone`,
    );
  lines.push(
    `held-out schemas: ${schemas} (${formatCount(bySchema)} of the pairs)`,
    `held-out templates of other schemas: ${formatCount(held)} of ${formatCount(templates)}; one in ten by its hash, so below about 100 templates more or fewer by chance`,
  );
  return `${lines.join('\n')}\n`;
}
