import { useEffect, useState } from '../lib.js';

/** What a question to the service answers; asked again when one of the keys changes, the old answer staying meanwhile. */
export function useAnswer(ask, keys) {
  const [answer, setAnswer] = useState({ value: null, problem: null });
  useEffect(() => {
    let alive = true;
    ask().then(
      (value) => alive && setAnswer({ value, problem: null }),
      (problem) => alive && setAnswer((before) => ({ ...before, problem })));
    return () => {
      alive = false;
    };
  }, keys);
  return answer;
}

/** Whether an element has come near what is shown, once and for all: what nobody scrolls to need not be computed. */
export function useNear(ref) {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (near) {
      return undefined;
    }
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setNear(true), { rootMargin: '200px' });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [near]);
  return near;
}

/** Counts up while something is under way that the service does not push. */
export function useBeat(running, intervalMs = 3_000) {
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    if (!running) {
      return undefined;
    }
    const timer = setInterval(() => setBeat((before) => before + 1), intervalMs);
    return () => clearInterval(timer);
  }, [running, intervalMs]);
  return beat;
}

/**
 * A list that comes a page at a time: {items, problem, more}. `ask` takes the cursor, null for the first page; `more` asks for
 * the next page, or is null where there is none. Begins anew when one of the keys changes.
 */
export function usePages(ask, keys) {
  const [list, setList] = useState({ items: null, next: null, problem: null });
  const load = (cursor, earlier, alive) => ask(cursor).then(
    (page) => alive() && setList({ items: [...earlier, ...page.items], next: page.next ?? null, problem: null }),
    (problem) => alive() && setList((before) => ({ ...before, problem })));
  useEffect(() => {
    let alive = true;
    load(null, [], () => alive);
    return () => {
      alive = false;
    };
  }, keys);
  return { ...list, more: list.next === null ? null : () => load(list.next, list.items, () => true) };
}
