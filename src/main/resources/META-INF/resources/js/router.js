import { signal } from './lib.js';

function parse() {
  const [view, station] = location.hash.replace(/^#\/?/, '').split('/');
  return { view: view || 'live', station: station ? decodeURIComponent(station) : null };
}

/** {view, station}: which page is open, and for which station (null: none chosen). */
export const route = signal(parse());

addEventListener('hashchange', () => {
  route.value = parse();
});

export function href(view, station) {
  return station ? `#/${view}/${encodeURIComponent(station)}` : `#/${view}`;
}
