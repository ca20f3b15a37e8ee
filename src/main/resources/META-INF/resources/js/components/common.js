import { html, useEffect, useState } from '../lib.js';
import { t } from '../i18n.js';
import { href } from '../router.js';
import { stationIds, stations } from '../store.js';

export { ProblemNote } from './problem-note.js';

/** What an empty place says: what is missing, and what to do next. */
export function EmptyState({ title, children }) {
  return html`<div class="empty"><h2>${title}</h2><div>${children}</div></div>`;
}

/** "line1 / top" for a station. */
export function stationName(station) {
  return `${station.line} / ${station.camera}`;
}

/** One link per station; nothing where there is only one to choose. */
export function StationPicker({ view, selected }) {
  if (stationIds.value.length < 2) {
    return null;
  }
  return html`<nav class="station-picker" aria-label=${t('station.choose')}>
    ${[...stations.value.values()].map(({ id, station }) => html`
      <a key=${id} href=${href(view, id)} aria-current=${id === selected ? 'page' : undefined}>${stationName(station.value)}</a>`)}
  </nav>`;
}

/** The milliseconds since 1970, refreshed at that interval: for ages and countdowns. */
export function useNow(intervalMs) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}

/** Progress that is known, as bar and for screen readers. */
export function ProgressBar({ percent, label }) {
  return html`<progress class="progress" max="100" value=${percent} aria-label=${label}></progress>`;
}
