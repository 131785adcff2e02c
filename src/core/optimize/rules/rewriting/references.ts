/** Who mentions whom: column references by the relation they come from, and their renaming in copied text. */
import { quoteName } from '../../../dialect/sqlite/quote.ts';
import type { BoundQuery, Relation } from '../../../sql/bound.ts';
import type { Edit } from '../../../sql/edits.ts';
import type { ColumnRef, Node, Select } from '../../../sql/model.ts';
import { contains } from '../../../sql/span.ts';
import type { AnyNode } from '../../../sql/walk.ts';
import { textWith } from './layout.ts';
import { columnRefs, descendants, partsOf, sourceOf } from './tree.ts';

/** The relation that a reference takes its column from; undefined for output names, strings and what is unknown. */
export function relationOf(q: BoundQuery, ref: ColumnRef): Relation | undefined {
  const found = q.resolve(ref);
  return found?.kind === 'column' ? found.relation : undefined;
}

export function refsTo(q: BoundQuery, nodes: readonly AnyNode[], relation: Relation): ColumnRef[] {
  return nodes.flatMap(columnRefs).filter(ref => relationOf(q, ref) === relation);
}

/** The relations that the nodes mention, at any depth. */
export function relationsIn(q: BoundQuery, nodes: readonly AnyNode[]): Set<Relation> {
  const relations = nodes.flatMap(columnRefs).map(ref => relationOf(q, ref));
  return new Set(relations.filter(relation => relation !== undefined));
}

/** True when every reference under the node is understood. */
export function allResolved(q: BoundQuery, node: AnyNode): boolean {
  return columnRefs(node).every(ref => q.resolve(ref) !== undefined);
}

/** The references under the node to relations outside the SELECT. */
export function outerRefs(q: BoundQuery, node: AnyNode, select: Select): ColumnRef[] {
  return columnRefs(node).filter(ref => {
    const found = q.resolve(ref);
    return found?.kind === 'column' && !contains(select.span, found.scope.select.span);
  });
}

/** True when everything under the node is understood and none of it lies outside the SELECT. */
export function isLocal(q: BoundQuery, node: AnyNode, select: Select): boolean {
  return allResolved(q, node) && outerRefs(q, node, select).length === 0;
}

/** True when the node mentions columns, all of them of the relations of this very SELECT's scope. */
export function dependsOnlyOn(q: BoundQuery, node: AnyNode, select: Select): boolean {
  const refs = columnRefs(node);
  const scope = q.scopeOf(select);
  return refs.every(ref => {
    const found = q.resolve(ref);
    return found?.kind === 'column' && found.scope === scope;
  });
}

/**
 * The names that the SELECT mentions without a table, lower case: a new column of FROM must not have one of them.
 * @param except nodes that will go
 */
export function plainNames(q: BoundQuery, select: Select, except: readonly Node[] = []): Set<string> {
  const refs = partsOf(q, select)
    .flatMap(columnRefs)
    .filter(ref => !except.some(node => contains(node.span, ref.span)));
  return new Set(refs.filter(ref => !ref.table).map(ref => ref.column.name.toLowerCase()));
}

/** Edits that write every reference to the relation as `name.column`. */
function requalified(q: BoundQuery, nodes: readonly AnyNode[], relation: Relation, name: string): Edit[] {
  return refsTo(q, nodes, relation).map(ref => ({
    span: { start: ref.span.start, end: ref.column.span.start },
    text: `${name}.`,
  }));
}

/** Edits that give the relation another alias, at its place in FROM and wherever it is mentioned under the nodes. */
export function renamedRelation(
  q: BoundQuery,
  nodes: readonly AnyNode[],
  relation: Relation,
  name: string,
): Edit[] {
  const { item } = relation;
  const edits = requalified(q, nodes, relation, name);
  if (item.kind === 'join' || item.kind === 'paren-item') return edits;
  if (item.alias) return [...edits, { span: item.alias.span, text: name }];
  const end = item.kind === 'table' ? item.table.span.end : item.span.end;
  return [...edits, { span: { start: end, end }, text: ` AS ${name}` }];
}

/** Edits that put the relation's name before the plain names among these references. */
export function qualified(q: BoundQuery, refs: readonly ColumnRef[]): Edit[] {
  return refs.flatMap(ref => {
    const relation = relationOf(q, ref);
    if (!relation || ref.table || relation.name === '') return [];
    return [{ span: { start: ref.span.start, end: ref.span.start }, text: `${writtenName(q, relation)}.` }];
  });
}

/** The relation's name as the author wrote it. */
export function writtenName(q: BoundQuery, relation: Relation): string {
  const { item } = relation;
  if (item.kind === 'join' || item.kind === 'paren-item') return quoteName(relation.name);
  if (item.alias) return sourceOf(q, item.alias);
  if (item.kind === 'table') return sourceOf(q, item.table);
  return quoteName(relation.name);
}

/** The text of a node with every plain column name qualified, so that it means the same inside another scope. */
export function qualifiedText(q: BoundQuery, node: AnyNode & Node): string {
  return textWith(q, node.span, qualified(q, columnRefs(node)));
}

/** Edits that write `a.*, b.*` for a plain `*` of the SELECT; undefined where that would not show the same columns. */
export function starsKept(q: BoundQuery, select: Select): Edit[] | undefined {
  const stars = select.columns.filter(column => column.kind === 'star' && !column.table);
  if (stars.length === 0) return [];
  const { relations } = q.scopeOf(select);
  const merges = [...(select.from ? descendants(select.from) : [])].some(
    node => node.kind === 'join' && (node.natural || node.using),
  );
  const names = relations.map(relation => relation.name.toLowerCase());
  if (merges || names.includes('') || new Set(names).size < names.length) return undefined;
  const text = relations.map(relation => `${writtenName(q, relation)}.*`).join(', ');
  return stars.map(star => ({ span: star.span, text }));
}
