import { html } from '../lib.js';
import { bytes, dateTime, number, t } from '../i18n.js';

function days(seconds) {
  return seconds % 86_400 === 0 || seconds > 172_800
    ? t('system.days', { count: Math.round(seconds / 86_400) })
    : t('system.hours', { count: Math.round(seconds / 3_600) });
}

function minutes(seconds) {
  return seconds >= 3_600 ? t('system.hours', { count: Math.round(seconds / 3_600) }) : t('duration.minutes', { count: Math.max(1, Math.round(seconds / 60)) });
}

function Used({ storage }) {
  const used = storage.totalBytes - storage.usableBytes;
  return html`
    <meter class="disk" min="0" max=${storage.totalBytes} value=${used} aria-label=${t('system.storage.disk')}></meter>
    <p>${t('system.storage.left', { usable: bytes(storage.usableBytes), total: bytes(storage.totalBytes) })}</p>
    <table class="figures storage"><thead><tr><th scope="col">${t('system.storage.kind')}</th><th scope="col">${t('system.storage.size')}</th><th scope="col">${t('system.storage.files')}</th></tr></thead>
      <tbody>${storage.kinds.map((kind) => html`<tr key=${kind.name} data-kind=${kind.name}><th scope="row">${t(`system.storage.${kind.name}`)}</th><td>${bytes(kind.bytes)}</td><td>${number(kind.files)}</td></tr>`)}
        <tr class="stage-sum"><th scope="row">${t('system.storage.all')}</th><td>${bytes(storage.bytes)}</td><td></td></tr></tbody></table>
    <p class="hint">${t('system.storage.folder', { folder: storage.folder, time: dateTime(storage.measuredAt) })}</p>`;
}

function rule(retention) {
  const parts = [t('system.retention.rule', {
    inspections: retention.inspections, age: days(retention.ageSeconds), frames: bytes(retention.frameBytes),
  })];
  if (retention.keepLabelled || retention.keepLedger) {
    parts.push(t(retention.keepLabelled && retention.keepLedger ? 'system.retention.keeps.both' : retention.keepLabelled ? 'system.retention.keeps.labelled' : 'system.retention.keeps.ledger'));
  }
  return parts.join(' ');
}

/** What is stored, what is deleted when, and how far back it reaches. */
export function Storage({ storage, retention }) {
  const oldest = storage?.oldestInspection;
  return html`<section class="panel system-storage"><h2>${t('system.storage')}</h2>
    ${storage ? html`<${Used} storage=${storage} />` : html`<p class="hint">${t('system.storage.measuring')}</p>`}
    <h3>${t('system.retention')}</h3>
    <p>${rule(retention)}</p>
    <dl class="details">
      <div><dt>${t('system.retention.oldest')}</dt><dd>${oldest ? t('system.retention.since', { time: dateTime(oldest), inspections: storage.inspections }) : t('system.retention.nothing')}</dd></div>
      <div><dt>${t('system.retention.last')}</dt><dd>${retention.lastAt ? retention.lastFailure ?? t('system.retention.deleted', { time: dateTime(retention.lastAt), count: retention.lastDeleted }) : t('system.retention.never')}</dd></div>
      <div><dt>${t('system.retention.next')}</dt><dd>${t('system.retention.every', { time: dateTime(retention.nextAt), every: minutes(retention.everySeconds) })}</dd></div>
    </dl>
  </section>`;
}
