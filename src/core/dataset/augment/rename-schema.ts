/**
 * A schema under other names. Equal names get equal new names in all its tables, and different ones different names, so
 * that whatever resolves by name (USING, NATURAL, stars, aliases that shadow columns) resolves as before. SQLite
 * renames: ALTER TABLE in an empty database carries foreign keys, CHECKs, generated columns, indexes and views along.
 */
import { tokens } from '../../dialect/sqlite/lex.ts';
import { quoteName } from '../../dialect/sqlite/quote.ts';
import { QuillError } from '../../errors.ts';
import type { Database, Engine } from '../../ports.ts';
import { hashText, Random } from '../../random.ts';
import { createSchema, runDdl } from '../../schema/ddl.ts';
import type { Index, Schema, Table } from '../../schema/model.ts';
import { readSchema } from '../../schema/read.ts';
import { unquotedName } from '../../schema/table-text.ts';
import { applyEdits, type Edit } from '../../sql/edits.ts';
import { chooseStyle, isRowName, NameMaker, type NameStyle } from './name-maker.ts';
import { NoVariant } from './no-variant.ts';

export interface RenamedSchema {
  /** `<id>-v<number>`. */
  readonly id: string;
  readonly ddl: string;
  readonly schema: Schema;
  readonly original: Schema;
  readonly style: NameStyle;
  /** New names of tables, columns and indexes by their old names in lower case; what is absent is kept. */
  readonly tables: ReadonlyMap<string, string>;
  readonly columns: ReadonlyMap<string, string>;
  readonly indexes: ReadonlyMap<string, string>;
}

/**
 * The variant `number` (from 1) of a schema: the same for the same DDL and seed. Throws NoVariant `schema` where SQLite
 * refuses to rename, QuillError `schema` where the DDL itself cannot be run.
 */
export function renameSchema(
  engine: Engine,
  { id, ddl }: { readonly id: string; readonly ddl: string },
  number: number,
  seed: number,
): RenamedSchema {
  const original = createSchema(engine, ddl);
  const random = new Random(hashText(`${seed}:${id}:${number}`));
  const style = chooseStyle(random);
  const { tables, columns } = newNames(original, style, random);
  const db = engine.open();
  let altered: Schema;
  try {
    runDdl(db, ddl);
    rename(db, original, tables, columns);
    altered = readSchema(db);
  } catch (error) {
    if (!QuillError.is(error)) throw error;
    throw new NoVariant('schema', { cause: error });
  } finally {
    db.close();
  }
  const indexes = indexNames(original, altered, new NameMaker(style, random, namesOf(original, altered)));
  const names = new Set([...tables.values(), ...columns.values()]);
  const text = altered.ddl.map(sql => `${plainText(renamedIndex(sql, indexes), names)};\n`).join('\n');
  return {
    id: `${id}-v${number}`,
    ddl: text,
    schema: createSchema(engine, text),
    original,
    style,
    tables,
    columns,
    indexes,
  };
}

function newNames(schema: Schema, style: NameStyle, random: Random) {
  const stored = schema.tables.filter(table => table.virtualModule === undefined);
  const all = [...schema.tables, ...schema.views];
  const tableMaker = new NameMaker(style, random, [
    ...all.map(table => table.name),
    ...schema.tables.flatMap(table => table.indexes.map(index => index.name)),
  ]);
  const tables = new Map<string, string>();
  for (const { name } of stored) tables.set(name.toLowerCase(), tableMaker.table(name));
  const kept = new Set(
    schema.tables
      .filter(table => table.virtualModule !== undefined)
      .flatMap(table => table.columns.map(column => column.name.toLowerCase())),
  );
  const columnMaker = new NameMaker(style, random, [
    ...schema.tables.flatMap(table => table.columns.map(column => column.name)),
    ...schema.views.flatMap(view => view.columns),
  ]);
  const columns = new Map<string, string>();
  for (const column of stored.flatMap(table => table.columns)) {
    const key = column.name.toLowerCase();
    if (columns.has(key) || kept.has(key) || isRowName(key)) continue;
    columns.set(key, columnMaker.column(column.name));
  }
  return { tables, columns };
}

function rename(
  db: Database,
  { tables: declared }: Schema,
  tables: ReadonlyMap<string, string>,
  columns: ReadonlyMap<string, string>,
): void {
  for (const table of declared) {
    if (table.virtualModule !== undefined) continue;
    for (const column of table.columns) {
      const name = columns.get(column.name.toLowerCase());
      if (name === undefined) continue;
      db.exec(
        `ALTER TABLE ${quoteName(table.name)} RENAME COLUMN ${quoteName(column.name)} TO ${quoteName(name)}`,
      );
    }
  }
  for (const { name } of declared) {
    const other = tables.get(name.toLowerCase());
    if (other !== undefined) db.exec(`ALTER TABLE ${quoteName(name)} RENAME TO ${quoteName(other)}`);
  }
}

function* namesOf(...schemas: readonly Schema[]): Iterable<string> {
  for (const { tables, views } of schemas) {
    for (const view of views) yield view.name;
    for (const table of tables) {
      yield table.name;
      for (const index of table.indexes) yield index.name;
    }
  }
}

function indexNames(original: Schema, altered: Schema, maker: NameMaker): Map<string, string> {
  const names = new Map<string, string>();
  const declared = (table: Table): readonly Index[] => table.indexes.filter(index => index.sql !== undefined);
  original.tables.forEach((table, t) => {
    const other = altered.tables[t];
    for (const [i, { name }] of declared(table).entries()) {
      const columns = (other && declared(other)[i]?.columns) ?? [];
      names.set(
        name.toLowerCase(),
        maker.index(
          other?.name ?? '',
          columns.map(column => column.name ?? 'expr'),
        ),
      );
    }
  });
  return names;
}

/** `CREATE INDEX old ON …` with its new name; other statements as they are. */
function renamedIndex(sql: string, indexes: ReadonlyMap<string, string>): string {
  const all = tokens(sql).filter(token => token.kind !== 'comment');
  const words = all.slice(0, 7).map(token => sql.slice(token.start, token.end));
  const at = words.findIndex(word => word.toUpperCase() === 'INDEX');
  if (at < 1 || at > 2) return sql;
  const on = words.findIndex(word => word.toUpperCase() === 'ON');
  const token = all[on - 1];
  const name = token && indexes.get(unquotedName(sql.slice(token.start, token.end)).toLowerCase());
  return token === undefined || name === undefined
    ? sql
    : applyEdits(sql, [{ span: token, text: quoteName(name) }]);
}

/** Without comments, which speak of the old names, and without the quotes that ALTER puts around new ones. */
function plainText(sql: string, names: ReadonlySet<string>): string {
  const edits: Edit[] = [];
  let before = '';
  for (const token of tokens(sql)) {
    const text = sql.slice(token.start, token.end);
    if (token.kind === 'comment') edits.push({ span: token, text: ' ' });
    else if (token.kind === 'name' && names.has(unquotedName(text)) && before.toUpperCase() !== 'DEFAULT')
      edits.push({ span: token, text: ` ${quoteName(unquotedName(text))} ` });
    before = text;
  }
  return outsideQuotes(applyEdits(sql, edits));
}

/** Blanks made one, and lines without text gone, outside strings and quoted names. */
function outsideQuotes(sql: string): string {
  let text = '';
  let at = 0;
  for (const token of tokens(sql)) {
    const gap = sql.slice(at, token.start);
    const word = sql.slice(token.start, token.end);
    const tight = /^[,;)]$/.test(word) || text.endsWith('(');
    text += gap.includes('\n') ? `\n${gap.slice(gap.lastIndexOf('\n') + 1)}` : gap === '' || tight ? '' : ' ';
    text += word;
    at = token.end;
  }
  return text;
}
