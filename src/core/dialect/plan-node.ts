/** One step of an engine's plan for a query, with the steps it is made of. */
export interface PlanNode {
  /** In the engine's own words. */
  readonly detail: string;
  readonly children: readonly PlanNode[];
}
