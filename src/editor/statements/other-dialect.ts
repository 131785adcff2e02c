import { looksLike } from '../../core/dialect/detect.ts';
import { QuillError } from '../../core/errors.ts';

type Sighting = NonNullable<ReturnType<typeof looksLike>>;

/** `this looks like PostgreSQL (`::int`, line 3); Quill reads SQLite so far`. */
export function dialectSentence({ dialect, evidence, line }: Sighting): string {
  return `this looks like ${dialect} (\`${evidence}\`, line ${line}); Quill reads SQLite so far`;
}

/** Throws QuillError `other-dialect` where the statement is written for another engine. `line` is where it begins. */
export function refuseOtherDialect(sql: string, line: number): void {
  const sighting = looksLike(sql);
  if (!sighting) return;
  const sentence = dialectSentence({ ...sighting, line: sighting.line + line - 1 });
  throw new QuillError('other-dialect', `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
}
