/** What the binder must know about a dialect's functions; names in lower case. */
import type { FunctionCall } from './model.ts';

export interface FunctionFacts {
  /** True for an aggregate of a group; false over a window. */
  isAggregate(call: FunctionCall): boolean;
  /** True for what aggregates rows, over a window too. */
  aggregates(call: FunctionCall): boolean;
  /** True when the aggregate's value depends on the order of its rows. An ORDER BY of its own may settle it. */
  isOrderSensitive(call: FunctionCall): boolean;
  /** True when the function never returns NULL, whatever its arguments. */
  neverNull(name: string): boolean;
  /** True when the function returns NULL only if one of its arguments is NULL. */
  nullOnlyFromArguments(name: string): boolean;
  /** True when two calls with the same arguments may differ (`random()`, the current time, change counters). */
  isVolatile(call: FunctionCall): boolean;
}
