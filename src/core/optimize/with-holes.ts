/** Statements with template holes: optimized with parameters in their place, answered with the holes put back. */
import { type Hole, maskHoles, unmask } from '../dialect/sqlite/holes.ts';
import { QuillError } from '../errors.ts';
import type { Cell } from '../ports.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { OptimizeResult, SearchEvent, Suggestion } from './contract.ts';

/** Says whether a name is a table of the database. */
export type TableTest = (name: string) => boolean;

/** The test for these names of tables; while none are known, every name may be one. */
export function tableTest(names: readonly string[] | undefined): TableTest {
  if (names === undefined) return () => true;
  const known = new Set(names.map(name => name.toLowerCase()));
  return name => known.has(name.toLowerCase());
}

/** True where a hole of the statement names a table, so that the tables must be known to run it. */
export function mayNameTables(sql: string): boolean {
  return maskHoles(sql, () => true).holes.some(hole => hole.table !== undefined);
}

/** Why a template's statement cannot be run, in one sentence; undefined when it can, or is no template. */
export function whyNotRunnable(sql: string, knownTable: TableTest): string | undefined {
  return maskHoles(sql, knownTable).why;
}

/** The text to run and its holes. Throws QuillError `template` where no value can stand for one of them. */
export function runnable(sql: string, knownTable: TableTest): { sql: string; holes: readonly Hole[] } {
  const { text, holes, why } = maskHoles(sql, knownTable);
  if (why !== undefined) throw new QuillError('template', `Cannot be run: template. ${why}`);
  return { sql: text, holes };
}

/** A result as the reader wrote the statement `source`: with the holes where the parameters stood. */
export function withHoles(result: OptimizeResult, source: string, holes: readonly Hole[]): OptimizeResult {
  if (holes.length === 0) return result;
  return {
    ...result,
    original: { ...result.original, sql: source },
    suggestion: result.suggestion && suggestionWithHoles(result.suggestion, source, holes),
    alternatives: result.alternatives.map(one => suggestionWithHoles(one, source, holes)),
    rejected: result.rejected.map(({ verdict, ...one }) => ({
      ...one,
      sql: unmask(one.sql, holes),
      reason: unmask(one.reason, holes),
      ...(verdict && { verdict: verdictWithHoles(verdict, holes) }),
    })),
  };
}

/** What a search tells on its way, as the reader wrote the statement `source`. */
export function eventWithHoles(event: SearchEvent, source: string, holes: readonly Hole[]): SearchEvent {
  if (event.type !== 'suggestion') return event;
  return { ...event, suggestion: suggestionWithHoles(event.suggestion, source, holes) };
}

function suggestionWithHoles(suggestion: Suggestion, source: string, holes: readonly Hole[]): Suggestion {
  if (holes.length === 0) return suggestion;
  return {
    ...suggestion,
    sql: suggestion.rewritten ? unmask(suggestion.sql, holes) : source,
    verdict: verdictWithHoles(suggestion.verdict, holes),
    parameterCases: suggestion.parameterCases.map(one => ({
      ...one,
      values: namedByHoles(one.values, holes),
    })),
  };
}

function verdictWithHoles(verdict: Verdict, holes: readonly Hole[]): Verdict {
  const texts = (all: readonly string[]) => all.map(text => unmask(text, holes));
  const evidence = { notes: texts(verdict.notes), uncaught: texts(verdict.uncaught) };
  switch (verdict.verdict) {
    case 'survived':
      return { ...verdict, ...evidence };
    case 'proved':
      return { ...verdict, ...evidence, steps: texts(verdict.steps) };
    case 'undetermined':
      return { ...verdict, ...evidence, reason: unmask(verdict.reason, holes) };
    case 'refuted': {
      const { witness } = verdict;
      return {
        ...verdict,
        ...evidence,
        explanation: unmask(verdict.explanation, holes),
        ...(witness && { witness: { ...witness, parameters: namedByHoles(witness.parameters, holes) } }),
      };
    }
  }
}

/** Values by the text of the hole instead of the parameter that stood for it. */
function namedByHoles(
  values: Readonly<Record<string, Cell>>,
  holes: readonly Hole[],
): Readonly<Record<string, Cell>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [unmask(key, holes), value]));
}
