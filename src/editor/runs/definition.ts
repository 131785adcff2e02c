/** What a task of type `quill` says in tasks.json, and the command line that it stands for. */
import * as v from 'valibot';
import { QuillError } from '../../core/errors.ts';
import { formatCount } from '../../core/format.ts';
import { providers } from '../../core/pipeline/config.ts';

export const taskType = 'quill';

const text = v.pipe(v.string(), v.minLength(1));

const generateDefinition = v.object({
  /** Pairs to accept. */
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  provider: v.optional(v.picklist(providers)),
  /** A SQLite database and a DDL file, relative to the workspace folder. */
  db: v.optional(text),
  schema: v.optional(text),
  /** Id of a run to go on with. */
  resume: v.optional(text),
  /** Further arguments of `quill generate`. */
  args: v.optional(v.array(v.string())),
});
export type GenerateDefinition = v.InferOutput<typeof generateDefinition>;

/** Throws QuillError `usage` that names the property which is wrong. */
export function readDefinition(given: unknown): GenerateDefinition {
  const read = v.safeParse(generateDefinition, given);
  if (read.success) return read.output;
  const [issue] = read.issues;
  throw new QuillError(
    'usage',
    `A task of type quill has a wrong "${v.getDotPath(issue) ?? taskType}": ${issue.message}.`,
  );
}

/** The arguments of the command line; `out` is the `.quill` folder. */
export function argumentsOf(definition: GenerateDefinition, out: string): string[] {
  const { count, provider, db, schema, resume, args } = definition;
  const option = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, String(value)];
  return [
    'generate',
    ...['--out', out],
    ...(resume === undefined ? [] : ['--resume', '--run', resume]),
    ...option('count', count),
    ...option('provider', provider),
    ...option('db', db),
    ...option('schema', schema),
    ...(args ?? []),
  ];
}

/** What the task is called in the terminal's tab and among the tasks. */
export function taskName({ count, resume }: GenerateDefinition): string {
  if (resume !== undefined) return `Resume Run ${resume}`;
  return count === undefined ? 'Generate Dataset' : `Generate Dataset: ${formatCount(count)} pairs`;
}
