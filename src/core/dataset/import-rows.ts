/** Rows of other projects' datasets: liberal in what is read, as everything in them is judged anew. */

import { QuillError } from '../errors.ts';
import { isObject, readJsonObject } from '../prompt/read-statements.ts';
import { type FoundSql, sqlInText } from './sql-in-text.ts';

export interface ImportedRow {
  readonly slow: string;
  readonly fast: string;
  readonly indexes: readonly string[];
  /** CREATE TABLE statements that came with the row. */
  readonly ddl?: string;
  /** True where the tables are described in the form of Quill's own prompts, which says less than DDL. */
  readonly isPromptForm?: boolean;
}

/** A table in the form of Quill's prompts, behind their heading. */
const promptForm = /(?:^|\n)Schema:\n(?:TABLE|VIEW) /;

type Keys = readonly string[];

const slowKeys: Keys = [
  'slow_query',
  'slow',
  'original_query',
  'original',
  'slow_sql',
  'before',
  'input',
  'query',
];
const fastKeys: Keys = [
  'fast_query',
  'fast',
  'optimized_query',
  'optimized',
  'optimized_sql',
  'fast_sql',
  'after',
  'output',
  'sql',
];
const schemaKeys: Keys = ['schema', 'ddl', 'schema_ddl', 'schema_sql', 'context'];
const indexKeys: Keys = ['indexes', 'indices', 'index'];
const messageKeys: Keys = ['messages', 'conversations'];

/** Names of the two sides in chat rows of several projects. */
const roles: Readonly<Record<string, 'system' | 'user' | 'assistant'>> = {
  system: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  model: 'assistant',
};

/** Characters of a row as JSON; more than any schema with two queries needs. */
const mostText = 1_000_000;

/**
 * Reads a row. Throws QuillError `file` with its number where there are no two queries in it, and `too-complex` where
 * it is longer than a megabyte or its statements cannot be told apart in time.
 */
export function readImportedRow(value: unknown, number: number): ImportedRow {
  if (!isObject(value)) throw unreadable('it is not a JSON object', number);
  if (JSON.stringify(value).length > mostText)
    throw new QuillError('too-complex', 'It is longer than a megabyte, and is not read.', { line: number });
  const messages = messageKeys.map(key => value[key]).find(Array.isArray);
  const chat =
    messages ??
    (Array.isArray(value['prompt']) && Array.isArray(value['completion'])
      ? [...value['prompt'], ...value['completion']]
      : undefined);
  return chat === undefined ? fromObject(value, number) : fromMessages(chat, number);
}

function fromMessages(messages: readonly unknown[], number: number): ImportedRow {
  const texts = { system: '', user: '', assistant: '' };
  for (const message of messages) {
    if (!isObject(message)) continue;
    const role = roles[String(message['role'] ?? message['from']).toLowerCase()];
    const content = message['content'] ?? message['value'];
    if (role === undefined || typeof content !== 'string') continue;
    // Of several turns the last answer counts, with all that was asked before.
    texts[role] = role === 'assistant' ? content : `${texts[role]}\n\n${content}`;
  }
  return row(texts.user, texts.assistant, [texts.system, texts.user], [], number);
}

function fromObject(value: Readonly<Record<string, unknown>>, number: number): ImportedRow {
  const text = (keys: Keys): string | undefined =>
    keys.map(key => value[key]).find(one => typeof one === 'string' && one.trim() !== '') as
      | string
      | undefined;
  const slow = text(slowKeys);
  const fast = text(fastKeys);
  if (slow === undefined)
    throw unreadable(`it has none of the keys ${slowKeys.join(', ')}, nor messages`, number);
  if (fast === undefined) throw unreadable(`it has none of the keys ${fastKeys.join(', ')}`, number);
  const listed = indexKeys.map(key => value[key]).find(one => typeof one === 'string' || Array.isArray(one));
  const indexes = (Array.isArray(listed) ? listed : [listed]).filter(one => typeof one === 'string');
  return row(slow, fast, [text(schemaKeys) ?? '', slow], indexes, number);
}

/** `schemas`: texts that may hold the schema; the first that does is taken. */
function row(
  asked: string,
  answer: string,
  schemas: readonly string[],
  listed: readonly string[],
  number: number,
): ImportedRow {
  const slow = sqlInText(asked).queries.at(-1);
  if (slow === undefined) throw unreadable('there is no query in what is asked', number);
  const found = answered(answer);
  const [fast] = found.queries;
  if (fast === undefined) throw unreadable('there is no query in the answer', number);
  const ddl = schemas.map(text => sqlInText(text).ddl).find(one => one.length > 0);
  const indexes = [...found.indexes, ...listed.flatMap(text => sqlInText(text).indexes)];
  return {
    slow,
    fast,
    indexes: [...new Set(indexes)],
    ...(ddl !== undefined && { ddl: `${ddl.join(';\n')};\n` }),
    ...(ddl === undefined && schemas.some(text => promptForm.test(text)) && { isPromptForm: true }),
  };
}

/** The SQL of an answer, which may be a JSON object. */
function answered(text: string): FoundSql {
  const object = readJsonObject(text);
  if (!isObject(object)) return sqlInText(text);
  const sql = fastKeys.map(key => object[key]).find(one => typeof one === 'string');
  if (typeof sql !== 'string') return sqlInText(text);
  const listed = indexKeys.flatMap(key => object[key]);
  const found = sqlInText(sql);
  const more = listed.flatMap(one => (typeof one === 'string' ? sqlInText(one).indexes : []));
  return { ...found, indexes: [...found.indexes, ...more] };
}

function unreadable(why: string, number: number): QuillError {
  return new QuillError('file', `It holds no two queries: ${why}.`, { line: number });
}
