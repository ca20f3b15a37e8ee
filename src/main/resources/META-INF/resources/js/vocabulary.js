// Names the dashboard offers until the service lists its own. Each has a text under `strategy.` or `defect.`.

/** Refinement strategies, the recommended one first. */
export const STRATEGIES = [
  'auto',
  'sroc',
  'leave-own-out',
  'sroc-mahalanobis',
  'patches',
  'cross-validation',
  'stoc',
  'random',
  'none',
];

/** Share of the pool a refit drops unless the operator says otherwise, and its limits. */
export const DEFAULT_RATIO = 0.1;
export const RATIO_LIMITS = { least: 0.01, most: 0.5 };

export const DEFECT_TYPES = ['scratch', 'dent', 'stain', 'missing', 'crack', 'other'];

/** Inspections a quality figure can be computed over. */
export const WINDOWS = [200, 500, 2000];
