import { html } from '../lib.js';
import { bytes, dateTime, t, tOr } from '../i18n.js';
import { VerdictShape } from './verdict.js';

const ORDER = ['failed', 'attention', 'ok'];
const SHAPES = { ok: 'pass', attention: 'undecided', failed: 'reject' };

/** A state in shape, word and colour. */
export function StateMark({ state }) {
  return html`<span class="verdict-badge verdict-${SHAPES[state]}"><${VerdictShape} verdict=${SHAPES[state]} />${t(`system.state.${state}`)}</span>`;
}

/** Values for a text: amounts of storage and times as the user writes them. */
function shown(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [
    name, name.endsWith('Bytes') ? bytes(value) : name.endsWith('At') ? dateTime(value) : value,
  ]));
}

function words(key, values, otherwise) {
  return tOr(key, null) === null ? otherwise : t(key, shown(values));
}

function PartCard({ part }) {
  const key = `system.finding.${part.code}`;
  return html`<li class="part part-${part.state}" data-part=${part.subject ? `${part.kind} ${part.subject}` : part.kind} data-state=${part.state}>
    <h3>${t(`system.part.${part.kind}`)}${part.subject && html` <span class="part-subject">${part.subject}</span>`}</h3>
    <${StateMark} state=${part.state} />
    <p>${words(key, part.values, part.text)}</p>
    ${part.action && html`<p class="to-do"><b>${t('system.do')}</b> ${words(`${key}.do`, part.values, part.action)}</p>`}
  </li>`;
}

function summary(parts) {
  const count = (state) => parts.filter((part) => part.state === state).length;
  return count('failed') > 0
    ? t('system.summary.failed', { count: count('failed') })
    : count('attention') > 0 ? t('system.summary.attention', { count: count('attention') }) : t('system.summary.ok', { count: parts.length });
}

/** Every part with how it is, what is wrong first. */
export function Parts({ system }) {
  const parts = [...system.parts].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return html`<section class="panel system-parts system-${system.state}" aria-label=${t('system.parts')}>
    <h2 role="status" class="system-summary" data-state=${system.state}><${StateMark} state=${system.state} /> ${summary(parts)}</h2>
    <ul class="parts">${parts.map((part) => html`<${PartCard} key=${`${part.kind} ${part.subject}`} part=${part} />`)}</ul>
  </section>`;
}
