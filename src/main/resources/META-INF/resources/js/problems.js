import { signal } from './lib.js';
import { t } from './i18n.js';

/** What went wrong and has not been dismissed yet: {id, title, detail}. */
export const problems = signal([]);

let nextId = 1;

/** Shows a problem as text until it is dismissed; the same problem is shown once. */
export function report(problem) {
  const title = problem.title ?? t('problem.unexpected');
  const detail = problem.title ? problem.detail : String(problem.message ?? problem);
  if (!problems.value.some((shown) => shown.title === title && shown.detail === detail)) {
    problems.value = [...problems.value, { id: nextId++, title, detail }];
  }
}

export function dismiss(id) {
  problems.value = problems.value.filter((problem) => problem.id !== id);
}

addEventListener('error', (event) => event.error && report(event.error));
addEventListener('unhandledrejection', (event) => report(event.reason));
