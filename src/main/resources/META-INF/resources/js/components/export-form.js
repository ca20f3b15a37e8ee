import { html, useEffect, useRef, useState } from '../lib.js';
import { announce } from '../announcer.js';
import { api } from '../api.js';
import { t } from '../i18n.js';
import { labelRevision } from '../store.js';
import { ProblemNote, ProgressBar } from './common.js';

const FORMATS = ['mvtec', 'coco', 'csv'];
const LOOK_AGAIN_MS = 500;
const DAY_MS = 86_400_000;

/** The midnight of the user's zone at which a chosen day begins; later by so many days. */
function midnight(day, later = 0) {
  return day === '' ? null : new Date(new Date(`${day}T00:00`).getTime() + later * DAY_MS).toISOString();
}

function Segments({ label, id, values, value, text, onChoose }) {
  return html`<div class="field"><span id=${id} class="field-name">${label}</span>
    <div class="segmented" role="group" aria-labelledby=${id}>
      ${values.map((each) => html`<button key=${each} type="button" aria-pressed=${each === value} onClick=${() => onChoose(each)}>${t(`${text}.${each}`)}</button>`)}
    </div></div>`;
}

/** How many frames an export of that kind would have; null until known. */
function useSize(station, what) {
  const [size, setSize] = useState({ frames: null, problem: null });
  const { frames, from, to } = what;
  const revision = labelRevision.value;
  useEffect(() => {
    let alive = true;
    api.exportSize(station, { frames, from, to }).then(
      (answer) => alive && setSize({ frames: answer.frames, problem: null }),
      (problem) => alive && setSize({ frames: null, problem }));
    return () => {
      alive = false;
    };
  }, [station, frames, from, to, revision]);
  return size;
}

/** Asks how far the export of a ticket is until it has ended. */
function useProgress(ticket) {
  const [progress, setProgress] = useState(null);
  useEffect(() => {
    if (ticket === null) {
      return undefined;
    }
    let timer;
    const look = async () => {
      try {
        const now = await api.exportProgress(ticket);
        setProgress(now);
        if (now.state === 'done') {
          announce(t('exchange.exported', { count: now.written }));
        }
        timer = now.state === 'running' ? setTimeout(look, LOOK_AGAIN_MS) : undefined;
      } catch {
        // The browser may not have asked for the file yet.
        timer = setTimeout(look, LOOK_AGAIN_MS);
      }
    };
    setProgress(null);
    timer = setTimeout(look, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [ticket]);
  return progress;
}

function Progress({ progress }) {
  if (progress === null) {
    return null;
  }
  const { state, written, frames } = progress;
  if (state === 'failed') {
    return html`<${ProblemNote} problem=${{ title: t('exchange.exportFailed') }} />`;
  }
  return state === 'done'
    ? html`<p class="exchange-done" role="status">${t('exchange.exported', { count: written })}</p>`
    : html`<div class="job"><p>${t('exchange.exporting', { written, frames })}</p>
        <${ProgressBar} percent=${frames === 0 ? 100 : (100 * written) / frames} label=${t('exchange.export')} /></div>`;
}

/** Chooses what leaves and in which form; the browser itself saves the file, which is never held in memory. */
export function ExportForm({ station }) {
  const [format, setFormat] = useState('mvtec');
  const [frames, setFrames] = useState('labelled');
  const [withImages, setWithImages] = useState(true);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [ticket, setTicket] = useState(null);
  const progress = useProgress(ticket);
  const next = useRef(crypto.randomUUID?.() ?? `export-${Date.now()}`);
  const what = { format, frames, images: format === 'mvtec' || withImages, from: midnight(from), to: midnight(to, 1) };
  const { frames: count, problem } = useSize(station, what);
  const begin = () => {
    setTicket(next.current);
    // Not before the browser has followed the link, whose address holds the ticket.
    setTimeout(() => {
      next.current = `export-${Date.now()}`;
    });
  };
  return html`<section class="export" aria-labelledby="export-title">
    <h3 id="export-title" class="part-title">${t('exchange.export')}</h3>
    <${Segments} label=${t('exchange.format')} id="export-format" values=${FORMATS} value=${format} text="exchange.format" onChoose=${setFormat} />
    <p class="hint">${t(`exchange.means.${format}`)}</p>
    <${Segments} label=${t('exchange.frames')} id="export-frames" values=${['labelled', 'all']} value=${frames} text="exchange.frames" onChoose=${setFrames} />
    <div class="export-days">
      <div class="field"><label for="export-from">${t('exchange.from')}</label><input id="export-from" type="date" max=${to} value=${from} onInput=${(event) => setFrom(event.target.value)} /></div>
      <div class="field"><label for="export-to">${t('exchange.to')}</label><input id="export-to" type="date" min=${from} value=${to} onInput=${(event) => setTo(event.target.value)} /></div>
    </div>
    ${format !== 'mvtec' && html`<label class="switch"><input type="checkbox" checked=${withImages} onChange=${(event) => setWithImages(event.target.checked)} /><span>${t('exchange.images')}</span></label>`}
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    ${count === 0
      ? html`<p>${t('exchange.nothing')}</p>`
      : count !== null && html`<a class="button button-primary" href=${api.exportAddress(station, { ...what, ticket: next.current })} download onClick=${begin}>${t('exchange.download', { count })}</a>`}
    <${Progress} progress=${progress} />
  </section>`;
}
