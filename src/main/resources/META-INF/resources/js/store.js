import { computed, signal } from './lib.js';
import { api } from './api.js';
import { LiveFeed } from './live-feed.js';
import { report } from './problems.js';

const HISTORY = 120;
const SITE_POLL_MS = 15_000;

/** What is known of one station, kept up to date by the push channel. */
class StationState {
  constructor(station) {
    this.id = station.id;
    this.station = signal(station);
    /** The newest inspection, or null. */
    this.last = signal(null);
    /** The newest HISTORY inspections that have a score or were undecided, oldest first. */
    this.history = signal([]);
    /** The last job that ended while this page was open, or null. */
    this.ended = signal(null);
  }
}

export const site = signal(null);

/** Station id to StationState; a new map when stations come or go. */
export const stations = signal(new Map());

/** False until the service has answered once. */
export const loaded = signal(false);

/** Bumped with each label set anywhere, by anyone. */
export const labelRevision = signal(0);

/** Bumped when something became of a model. */
export const modelRevision = signal(0);

export const stationIds = computed(() => [...stations.value.keys()]);

const inspectionListeners = new Set();
const labelListeners = new Set();
const lookListeners = new Set();

/** Calls back with each new inspection; gives the function that ends it. */
export function onInspection(listener) {
  inspectionListeners.add(listener);
  return () => inspectionListeners.delete(listener);
}

/** Calls back with (inspectionId, {label, unsure}), null each where that is not said; gives the function that ends it. */
export function onLabel(listener) {
  labelListeners.add(listener);
  return () => labelListeners.delete(listener);
}

/** Calls back with (inspectionId, who looks at it or null); gives the function that ends it. */
export function onLook(listener) {
  lookListeners.add(listener);
  return () => lookListeners.delete(listener);
}

function running(job) {
  return job?.state === 'queued' || job?.state === 'running';
}

/** A station's job is shown while it runs; how it ended is told by the job's last message. */
function applyStation(update) {
  const station = running(update.job) ? update : { ...update, job: null };
  const known = stations.value.get(station.id);
  if (known) {
    known.station.value = station;
  } else {
    stations.value = new Map(stations.value).set(station.id, new StationState(station));
  }
}

function applyInspections(state, inspections) {
  const byId = new Map(state.history.value.map((inspection) => [inspection.id, inspection]));
  // What came with an import is not what the line decided.
  inspections.filter(({ cause }) => cause !== 'imported').forEach((inspection) => byId.set(inspection.id, inspection));
  const sorted = [...byId.values()].sort((a, b) => a.decidedAt.localeCompare(b.decidedAt)).slice(-HISTORY);
  state.history.value = sorted;
  state.last.value = sorted.at(-1) ?? null;
}

function applyJob(job) {
  if (job.kind !== 'refit') {
    return;
  }
  const state = stations.value.get(job.stationId);
  if (!state) {
    return;
  }
  state.station.value = { ...state.station.value, job: running(job) ? job : null };
  state.ended.value = running(job) ? null : job;
}

function applyMessages(messages) {
  const arrived = new Map();
  for (const message of messages) {
    switch (message.type) {
      case 'inspection': {
        const { stationId } = message.inspection;
        arrived.set(stationId, [...(arrived.get(stationId) ?? []), message.inspection]);
        break;
      }
      case 'station':
        applyStation(message.station);
        break;
      case 'job':
        applyJob(message.job);
        break;
      case 'models':
        modelRevision.value += 1;
        break;
      case 'label':
        labelRevision.value += 1;
        labelListeners.forEach((listener) => listener(message.inspectionId, { label: message.label ?? null, unsure: message.unsure ?? null }));
        break;
      case 'look':
        lookListeners.forEach((listener) => listener(message.inspectionId, message.look ?? null));
        break;
      default:
        // A newer service may push what this page does not know yet.
        break;
    }
  }
  for (const [stationId, inspections] of arrived) {
    const state = stations.value.get(stationId);
    if (state) {
      applyInspections(state, inspections);
    }
    inspections.forEach((inspection) => inspectionListeners.forEach((listener) => listener(inspection)));
  }
}

async function refresh() {
  try {
    const [siteNow, { items }] = await Promise.all([api.site(), api.stations()]);
    site.value = siteNow;
    const known = stations.value;
    stations.value = new Map(items.map((station) => [station.id, known.get(station.id) ?? new StationState(station)]));
    items.forEach(applyStation);
    loaded.value = true;
    await Promise.all([...stations.value.values()].map(async (state) => {
      const page = await api.inspections(state.id, { limit: HISTORY });
      applyInspections(state, page.items);
    }));
  } catch (problem) {
    report(problem);
  }
}

async function pollSite() {
  try {
    site.value = await api.site();
  } catch {
    // The push channel notices a lost service first, and the banner says so.
  }
}

const feed = new LiveFeed(applyMessages, refresh);

export function start() {
  feed.connect();
  setInterval(pollSite, SITE_POLL_MS);
}

export function reconnectNow() {
  feed.connect();
}
