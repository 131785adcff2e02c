import { type OptimizeTargetServices, optimizeTarget } from '../optimize-target.ts';
import type { Command } from '../register-commands.ts';
import { namedTarget } from '../statements/named-target.ts';
import { requireTrust } from '../trust.ts';

/** Optimizes the statement at the cursor, the selection, or the place that a lens names. */
export function optimizeCommand(services: OptimizeTargetServices): Command {
  return async (uri, place) => {
    requireTrust();
    return optimizeTarget(services, await namedTarget(uri, place));
  };
}
