/** Which windows of a WINDOW clause count: SQLite does not look up the names in the others. */
import { type NamedWindow, type OrderTerm, type Select, sameName, type Window } from './model.ts';
import { walk } from './walk.ts';

/**
 * The named windows that a function of the Select, or of the ORDER BY terms that belong to it, is over, and those that
 * they rest on. Of windows of one name the last counts; a window rests on one that is declared before it.
 */
export function usedWindows(select: Select, orderBy: readonly OrderTerm[]): ReadonlySet<NamedWindow> {
  const used = new Set<NamedWindow>();
  const use = (name: string | undefined, among: readonly NamedWindow[]): void => {
    const found = name === undefined ? undefined : among.findLast(other => sameName(other.name.name, name));
    if (found && !used.has(found)) {
      used.add(found);
      use(baseOf(found.window), select.windows.slice(0, select.windows.indexOf(found)));
    }
  };
  if (select.windows.length > 0)
    for (const root of [...select.columns, ...(select.having ? [select.having] : []), ...orderBy])
      walk(root, node => {
        if (node.kind === 'function' && node.over)
          use(node.over.kind === 'name' ? node.over.name : baseOf(node.over), select.windows);
        return node.kind !== 'query';
      });
  return used;
}

function baseOf({ base }: Window): string | undefined {
  return base?.name;
}
