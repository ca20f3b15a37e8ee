import { signal } from './lib.js';

function parse() {
  const [view, station, inspection] = location.hash.replace(/^#\/?/, '').split('/');
  const word = (text) => (text ? decodeURIComponent(text) : null);
  return { view: view || 'live', station: word(station), inspection: word(inspection) };
}

/** {view, station, inspection}: which page is open, for which station and on which frame (null: none chosen). */
export const route = signal(parse());

addEventListener('hashchange', () => {
  route.value = parse();
});

export function href(view, station, inspection) {
  return ['#', view, station, inspection].filter(Boolean).map((part, i) => (i < 2 ? part : encodeURIComponent(part))).join('/');
}
