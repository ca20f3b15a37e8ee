import { html, useEffect, useMemo, useRef, useState } from '../lib.js';
import { announce } from '../announcer.js';
import { EmptyState, ProblemNote, StationPicker } from '../components/common.js';
import { OpacitySlider } from '../components/frame.js';
import { RegionEditor } from '../components/region-editor.js';
import { Decide, Facts } from '../components/review-actions.js';
import { ReviewList } from '../components/review-list.js';
import { BRUSH, Marks, MarkTools, TOOLS, TYPE_KEYS, useDefectTypes } from '../components/review-marks.js';
import { WhyPassed } from '../components/why-passed.js';
import { t } from '../i18n.js';
import { originalHeld, useKeyHelp, useKeys } from '../keys.js';
import { recall, remember } from '../preferences.js';
import { sameRegions } from '../regions.js';
import { ReviewQueue } from '../review-queue.js';
import { route } from '../router.js';
import { loaded, onInspection, onLabel, onLook } from '../store.js';

const PREFETCH = 5;

/** Where the person says that the defect is. */
function regionOf({ regions: [first] }) {
  return first ? { left: first.left, top: first.top, right: first.right, bottom: first.bottom } : null;
}

function drawingKeys({ editing, setTool, brushSize, setBrushSize, box }) {
  const sized = (factor) => () => setBrushSize(Math.min(BRUSH.most, Math.max(BRUSH.least, brushSize * factor)));
  return {
    ...Object.fromEntries(TOOLS.map(([name, key]) => [key, () => setTool(name)])),
    b: box,
    ',': sized(1 / BRUSH.step),
    '.': sized(BRUSH.step),
    '+': () => editing?.zoom.by(1),
    '=': () => editing?.zoom.by(1),
    '-': () => editing?.zoom.by(-1),
    0: () => editing?.zoom.reset(),
    Backspace: () => editing?.remove() ?? false,
    Delete: () => editing?.remove() ?? false,
  };
}

function reviewKeys(queue, desk) {
  const inspection = queue.current.value;
  const { editing, types, chooseType, accept } = desk;
  const arrow = (right, down, step) => (event) => editing?.nudge(right, down, event.shiftKey)
    || (event.shiftKey ? editing?.zoom.pan(right, down) ?? false : queue.step(step));
  const common = { u: () => queue.undo() };
  return inspection === null ? common : {
    ...common,
    ...drawingKeys(desk),
    ...Object.fromEntries(types.slice(0, TYPE_KEYS).map((type, i) => [String(i + 1), () => chooseType(type, true)])),
    n: () => queue.label('normal'),
    d: () => queue.label('defect'),
    s: () => queue.label('unsure'),
    m: () => queue.markMissed(),
    a: accept,
    x: () => queue.pick(inspection.id, !queue.picked.value.has(inspection.id)),
    l: () => queue.pickAlike(),
    t: () => (queue.conflict.value ? queue.keepTheirs() : document.getElementById('own-type').focus()),
    k: () => (queue.conflict.value ? queue.keepMine() : false),
    Escape: () => editing?.deselect() || (queue.picked.value.size > 0 ? queue.unpick() : false),
    ArrowLeft: arrow(-1, 0, -1),
    ArrowRight: arrow(1, 0, 1),
    ArrowUp: arrow(0, -1, -1),
    ArrowDown: arrow(0, 1, 1),
  };
}

/** What the keys do, for the help. */
function keyHelp() {
  const one = (key, text) => ({ keys: [key], text: t(`key.${text}`) });
  return [
    one('n', 'normal'), one('d', 'defect'), one('s', 'unsure'), one('u', 'undo'), one('m', 'missed'),
    { keys: ['←', '→'], text: t('key.step') }, one('a', 'accept'), one('b', 'box'), one('p', 'polygon'), one('r', 'brush'), one('e', 'eraser'),
    { keys: [',', '.'], text: t('key.size') }, one('v', 'move'), { keys: ['+', '−', '0'], text: t('key.zoom') }, one('⌫', 'delete'),
    { keys: ['1', '…', String(TYPE_KEYS)], text: t('key.type') }, one('t', 'ownType'), one('x', 'pick'), one('l', 'alike'), one('o', 'original'),
  ];
}

/** Keeps the queue in step with what arrives, and the next images decoded, so that the next frame is there at once. */
function useQueue(station) {
  const queue = useMemo(() => new ReviewQueue(station), [station]);
  const warm = useRef(new Map());
  useEffect(() => {
    const wanted = route.value.inspection;
    queue.load().then(() => wanted && queue.openFrom(wanted));
    const stops = [
      onInspection((inspection) => {
        if (queue.passesFilter(inspection)) {
          queue.arrived.value += 1;
        }
      }),
      onLabel((id, opinion) => queue.apply(id, opinion)),
      onLook((id, look) => queue.looks.apply(id, look)),
      () => queue.looks.leave(),
    ];
    return () => stops.forEach((stop) => stop());
  }, [queue]);
  const items = queue.items.value;
  const index = items.findIndex(({ id }) => id === queue.currentId.value);
  useEffect(() => {
    const urls = items.slice(index + 1, index + 1 + PREFETCH).flatMap(({ image, heatmap }) => [image, heatmap]).filter(Boolean);
    warm.current = new Map(urls.map((url) => [url, warm.current.get(url) ?? warmed(url)]));
  }, [queue.currentId.value, items.length]);
  return queue;
}

function warmed(url) {
  const image = new Image();
  image.src = url;
  image.decode().catch(() => {
    // The frame itself will say that it cannot be shown.
  });
  return image;
}

function NothingToReview({ queue }) {
  if (queue.loading.value) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  if (queue.problem.value) {
    return html`<${ProblemNote} problem=${queue.problem.value}><button type="button" class="button" onClick=${() => queue.load()}>${t('retry')}</button><//>`;
  }
  const { verdict, unlabelled } = queue.filter.value;
  const next = verdict === 'first' ? 'review.empty.first' : verdict === null && !unlabelled ? 'review.empty.none' : 'review.empty.filter';
  return html`<${EmptyState} title=${t('review.empty')}><p>${t(next)}</p>
    ${verdict === 'first' && html`<button type="button" class="button" onClick=${() => queue.show({ verdict: null })}>${t('review.empty.all')}</button>`}<//>`;
}

/** Tool, size of the brush, what is chosen: what the person holds in hand while going from frame to frame. */
function useHand(queue, station) {
  const [editing, setEditing] = useState(null);
  const [tool, setTool] = useState('box');
  const [brushSize, setSize] = useState(Number(recall('brush') ?? BRUSH.usual));
  const [chosen, setChosen] = useState(-1);
  const [scale, setScale] = useState(1);
  const [types, addType] = useDefectTypes(station);
  const inspection = queue.current.value;
  return {
    editing, tool, setTool, brushSize, chosen, scale, setScale, types,
    setBrushSize: (size) => { setSize(size); remember('brush', size); },
    ready: (now) => { setEditing(now); setScale(1); setChosen(-1); },
    regions: (regions, selected) => {
      setChosen(selected);
      if (!sameRegions(regions, queue.draft(inspection).regions)) {
        queue.edit(inspection, { regions });
      }
    },
    accept: () => {
      const here = queue.picked.value.size === 0 || queue.picked.value.has(inspection.id);
      if (editing && here) {
        editing.add(inspection.regions ?? []);
      }
      queue.accept(editing ? inspection.id : null);
    },
    box: () => { setTool('box'); editing?.addInMiddle(); },
    chooseType: (type, stay = false) => {
      addType(type);
      const region = queue.draft(inspection).regions[chosen];
      const before = region ? region.defectType : queue.draft(inspection).defectType;
      const after = before === type && !stay ? null : type;
      if (!region || !editing?.setType(after ?? undefined)) {
        queue.edit(inspection, { defectType: after });
      }
    },
  };
}

function Stage({ queue, hand }) {
  const inspection = queue.current.value;
  const { id } = inspection;
  const [missing, setMissing] = useState(null);
  const [opacity, setOpacity] = useState(Number(recall('opacity') ?? 0.6));
  const look = queue.looks.others.value.get(id);
  return html`<div class="review-stage">
    <${MarkTools} tool=${hand.tool} onTool=${hand.setTool} brushSize=${hand.brushSize} onBrushSize=${hand.setBrushSize} scale=${hand.scale} editing=${hand.editing} />
    ${look && html`<p class="look-note" role="status">${t('review.look', { who: look.by })}</p>`}
    ${missing === id
      ? html`<p class="frame-missing">${t('frame.missing')}<br />${inspection.reason}</p>`
      : html`<${RegionEditor} key=${id} inspection=${inspection} regions=${queue.draft(inspection).regions} opacity=${opacity} original=${originalHeld.value}
          label=${t('frame.alt', { frame: inspection.frameId })} tool=${hand.tool} brushSize=${hand.brushSize} onRegions=${hand.regions} onReady=${hand.ready}
          onScale=${hand.setScale} onMissing=${() => setMissing(id)} />`}
    <div class="stage-foot">
      <${OpacitySlider} value=${opacity} onChange=${(value) => { setOpacity(value); remember('opacity', value); }} />
      <p class="legend"><span class="legend-model">${t('review.legend.model')}</span><span class="legend-own">${t('review.legend.own')}</span></p>
    </div>
  </div>`;
}

function Desk({ station }) {
  const queue = useQueue(station);
  const hand = useHand(queue, station);
  useKeys(reviewKeys(queue, hand));
  useKeyHelp(keyHelp());
  const inspection = queue.current.value;
  const position = queue.items.value.findIndex(({ id }) => id === inspection?.id) + 1;
  const id = inspection?.id;
  useEffect(() => {
    if (inspection) {
      announce(t('review.announce', { position, verdict: t(`verdict.${inspection.verdict}`) }));
    }
  }, [id]);
  if (inspection === null) {
    return html`<div class="review"><${ReviewList} queue=${queue} /><div class="review-stage"><${NothingToReview} queue=${queue} /></div></div>`;
  }
  const draft = queue.draft(inspection);
  return html`<div class="review">
    <${ReviewList} queue=${queue} />
    <${Stage} queue=${queue} hand=${hand} />
    <div class="review-actions">
      <${Decide} queue=${queue} />
      <${WhyPassed} inspection=${inspection} region=${regionOf(draft)} saving=${queue.saving.value} onMissed=${() => queue.markMissed()} />
      <${Marks} inspection=${inspection} draft=${draft} chosen=${hand.chosen} editing=${hand.editing} types=${hand.types} onType=${hand.chooseType} onAccept=${hand.accept} onBox=${hand.box} />
      <${Facts} inspection=${inspection} />
    </div>
  </div>`;
}

/** The operator's queue: look, label, next. */
export function Review({ station }) {
  if (!loaded.value) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  if (station === null) {
    return html`<${EmptyState} title=${t('live.empty')}><p>${t('live.empty.next')}</p><//>`;
  }
  const { inspection } = route.value;
  return html`<${StationPicker} view="review" selected=${station} /><${Desk} key=${`${station} ${inspection ?? ''}`} station=${station} />`;
}
