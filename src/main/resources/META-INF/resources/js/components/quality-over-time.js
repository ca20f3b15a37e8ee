import { html, useEffect, useRef, useState } from '../lib.js';
import { api } from '../api.js';
import { useNear } from './answer.js';
import { dateTime, number, score, t, tOr } from '../i18n.js';
import { labelRevision, stationIds, stations } from '../store.js';
import { ProblemNote, stationName } from './common.js';
import { TimeChart } from './time-chart.js';

const FIGURES = ['pl30', 'image_aupr', 'image_f1', 'false_reject_rate'];
const SPANS = ['1', '7', '30', '90', 'all'];
const BINS = ['auto', 'hour', 'shift', 'day', 'week'];
const SETTLE_MS = 600;
const DAY_MS = 86_400_000;
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const titleOf = (name) => tOr(`figure.${name}`, name);

function question(span) {
  return { from: span === 'all' ? null : new Date(Date.now() - Number(span) * DAY_MS).toISOString(), zone: ZONE };
}

/** What the service says of that time, again when labels come; the last answer stays while a newer one is on its way. */
function useHistory(station, span, bin) {
  const [answer, setAnswer] = useState({ value: null, problem: null });
  const [attempt, setAttempt] = useState(0);
  const revision = labelRevision.value;
  useEffect(() => {
    let alive = true;
    const timer = setTimeout(() => {
      Promise.all([
        api.metricsHistory(station, { ...question(span), bin }),
        api.metricsHistory(station, { ...question(span), by: 'type' }),
        stationIds.value.length > 1 ? api.stationMetrics(question(span)) : null,
      ]).then(
        ([time, types, cameras]) => alive && setAnswer({ value: { time, types, cameras }, problem: null }),
        (problem) => alive && setAnswer((before) => ({ ...before, problem })));
    }, answer.value === null ? 0 : SETTLE_MS);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [station, span, bin, revision, attempt]);
  return { ...answer, retry: () => setAttempt(attempt + 1) };
}

function Choice({ label, name, values, value, onChoose }) {
  return html`<div class="quality-tools"><span id=${`choice-${name}`}>${t(label)}</span>
    <div class="segmented" role="group" aria-labelledby=${`choice-${name}`}>
      ${values.map((each) => html`<button key=${each} type="button" aria-pressed=${each === value} onClick=${() => onChoose(each)}>${t(`overTime.${name}.${each}`)}</button>`)}
    </div></div>`;
}

/** A figure with its interval and label count, or that there are not enough labels. */
function Cell({ figure }) {
  if (!figure || figure.value == null) {
    return html`<td class="cell-unknown" title=${figure?.reason}>${t('quality.notEnough')} <span class="hint">${t('overTime.labelCount', { labels: figure?.labels ?? 0 })}</span></td>`;
  }
  const { value, low, high, labels } = figure;
  return html`<td>${low == null ? number(value, 2) : t('overTime.interval', { value: number(value, 2), low: number(low, 2), high: number(high, 2) })}
    ${' '}<span class="hint">${t('overTime.labelCount', { labels })}</span></td>`;
}

function FigureTable({ caption, heads, items, names, first }) {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${caption}><table class="figure-table">
    <caption class="visually-hidden">${caption}</caption>
    <thead><tr>${heads.map((head) => html`<th key=${head} scope="col">${head}</th>`)}${names.map((name) => html`<th key=${name} scope="col">${titleOf(name)}</th>`)}</tr></thead>
    <tbody>${items.map((item, i) => html`<tr key=${i}>${first(item)}
      ${names.map((name) => html`<${Cell} key=${name} figure=${item.figures.find((figure) => figure.name === name)} />`)}</tr>`)}</tbody>
  </table></div>`;
}

function TimeTable({ answer }) {
  return html`<details class="time-table"><summary>${t('overTime.table')}</summary>
    <${FigureTable} caption=${t('overTime.title')} names=${FIGURES} items=${answer.items}
      heads=${[t('overTime.when'), t('overTime.model'), t('overTime.inspections'), t('overTime.labels')]}
      first=${(item) => html`<th scope="row">${dateTime(item.from)} – ${dateTime(item.to)}</th><td>${item.modelVersion}</td><td>${number(item.inspections)}</td><td>${number(item.labels.total)}</td>`} />
    ${answer.marks.length > 0 && html`<h3>${t('overTime.changes')}</h3>
      <ul class="changes">${answer.marks.map((mark) => html`<li key=${`${mark.at} ${mark.kind}`}>${dateTime(mark.at)}: ${t(`overTime.change.${mark.kind}`, { model: mark.modelVersion, threshold: score(mark.threshold), by: mark.by })}</li>`)}</ul>`}
  </details>`;
}

function Legend({ marks }) {
  const has = (kind) => marks.some((mark) => mark.kind === kind);
  return html`<ul class="time-legend">
    <li><i class="key-line"></i>${t('overTime.legend.line')}</li>
    <li><i class="key-band"></i>${t('overTime.legend.band')}</li>
    <li><i class="key-gap"></i>${t('overTime.legend.gap')}</li>
    ${has('model') && html`<li><i class="key-model"></i>${t('overTime.legend.model')}</li>`}
    ${has('threshold') && html`<li><i class="key-threshold"></i>${t('overTime.legend.threshold')}</li>`}
    <li>${t('overTime.legend.count')}</li>
  </ul>`;
}

function Charts({ answer }) {
  if (answer.items.length === 0) {
    return html`<p class="hint">${t('overTime.empty')}</p>`;
  }
  const known = answer.items.some((item) => item.figures.some(({ name, value }) => FIGURES.includes(name) && value != null));
  return html`
    ${!known && html`<p class="over-time-none">${t('overTime.none', { bin: t(`overTime.bin.${answer.bin}`) })}</p>`}
    <${Legend} marks=${answer.marks} />
    <div class="time-charts">${FIGURES.map((name) => html`<${TimeChart} key=${name} name=${name} title=${titleOf(name)} answer=${answer} />`)}</div>
    <${TimeTable} answer=${answer} />`;
}

function Types({ answer }) {
  return html`<section class="by-type" aria-labelledby="by-type-title">
    <h3 id="by-type-title" class="part-title">${t('overTime.byType')}</h3>
    ${answer.items.length === 0
      ? html`<p class="hint">${t('overTime.byType.empty')}</p>`
      : html`<p class="hint">${t('overTime.byType.hint', { model: answer.modelVersion })}</p>
        <${FigureTable} caption=${t('overTime.byType')} names=${['image_recall', 'pl30']} items=${answer.items}
          heads=${[t('overTime.type'), t('overTime.labels')]}
          first=${(item) => html`<th scope="row">${item.defectType === null ? t('overTime.type.none') : tOr(`defect.${item.defectType}`, item.defectType)}</th><td>${number(item.labels.total)}</td>`} />`}
  </section>`;
}

function Cameras({ answer }) {
  const name = (id) => (stations.value.has(id) ? stationName(stations.value.get(id).station.value) : id);
  return html`<section class="by-station" aria-labelledby="by-station-title">
    <h3 id="by-station-title" class="part-title">${t('overTime.byStation')}</h3>
    <${FigureTable} caption=${t('overTime.byStation')} names=${FIGURES} items=${answer.items}
      heads=${[t('overTime.station'), t('overTime.model'), t('overTime.labels')]}
      first=${(item) => html`<th scope="row">${name(item.stationId)}</th><td>${item.modelVersion}</td><td>${number(item.labels.total)}</td>`} />
  </section>`;
}

function Answers({ station, span, bin }) {
  const { value, problem, retry } = useHistory(station, span, bin);
  return html`${problem && html`<${ProblemNote} problem=${problem}><button type="button" class="button" onClick=${retry}>${t('retry')}</button><//>`}
    ${value === null
      ? !problem && html`<p class="loading">${t('loading')}</p>`
      : html`<${Charts} answer=${value.time} /><${Types} answer=${value.types} />
          ${value.cameras && value.cameras.items.length > 1 && html`<${Cameras} answer=${value.cameras} />`}`}`;
}

/** How the figures went, for each type of defect, and camera beside camera. */
export function QualityOverTime({ station }) {
  const [span, setSpan] = useState('30');
  const [bin, setBin] = useState('auto');
  const panel = useRef(null);
  const near = useNear(panel);
  return html`<section ref=${panel} class="panel over-time" aria-labelledby="over-time-title">
    <h2 id="over-time-title">${t('overTime.title')}</h2>
    <div class="over-time-tools">
      <${Choice} label="overTime.span" name="span" values=${SPANS} value=${span} onChoose=${setSpan} />
      <${Choice} label="overTime.bin" name="bin" values=${BINS} value=${bin} onChoose=${setBin} />
    </div>
    ${near ? html`<${Answers} station=${station} span=${span} bin=${bin} />` : html`<p class="loading">${t('loading')}</p>`}
  </section>`;
}
