import { isUnattended } from './attention.js';
import { t } from './i18n.js';

/** An error as RFC 9457 has it: what went wrong in words for the operator. */
export class Problem extends Error {
  constructor({ title, detail = '', status = 0, conflicts = null, retryAfter = 0 }) {
    super(title);
    this.title = title;
    this.detail = detail;
    this.status = status;
    /** Seconds after which it makes sense to try again. */
    this.retryAfter = retryAfter;
    /** What others said of frames in the meantime, where that is what went wrong. */
    this.conflicts = conflicts;
  }
}

/** What session.js knows of who is logged in: the word that changes have to repeat, and what to do when the session has ended. */
export const entry = { csrf: null, ended: () => {} };

async function request(method, path, body) {
  let response;
  const bytes = body instanceof Blob;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': bytes ? 'application/octet-stream' : 'application/json' }),
        ...(method !== 'GET' && entry.csrf && { 'X-CSRF-Token': entry.csrf }),
        ...(isUnattended() && { 'X-Unattended': 'true' }),
      },
      body: body === undefined || bytes ? body : JSON.stringify(body),
    });
  } catch {
    throw new Problem({ title: t('problem.unreachable'), detail: t('problem.unreachable.detail') });
  }
  if (response.status === 401 && !path.startsWith('/session')) {
    entry.ended();
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response.status === 204 ? null : response.json();
}

async function problemOf(response) {
  const fallback = { title: t('problem.status', { status: String(response.status) }), status: response.status, retryAfter: Number(response.headers.get('Retry-After') ?? 0) };
  if (!response.headers.get('Content-Type')?.includes('json')) {
    return new Problem(fallback);
  }
  const { title, detail, conflicts } = await response.json().catch(() => ({}));
  return new Problem({ ...fallback, ...(title && { title }), detail, conflicts });
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return given.length ? `?${new URLSearchParams(given)}` : '';
}

const station = (id) => `/stations/${encodeURIComponent(id)}`;
const ledger = (id, version) => `${station(id)}/models/${encodeURIComponent(version)}/ledger`;
const inspection = (id) => `/inspections/${encodeURIComponent(id)}`;

/** The service's REST interface, one function per operation. Each throws a Problem. */
export const api = {
  session: () => request('GET', '/session'),
  login: (name, password) => request('POST', '/session', { name, password }),
  logout: () => request('DELETE', '/session'),
  users: () => request('GET', '/users'),
  addUser: (user) => request('POST', '/users', user),
  changeUser: (name, change) => request('PATCH', `/users/${encodeURIComponent(name)}`, change),
  resetPassword: (name) => request('POST', `/users/${encodeURIComponent(name)}/password-reset`),
  tokens: () => request('GET', '/tokens'),
  addToken: (token) => request('POST', '/tokens', token),
  revokeToken: (id) => request('DELETE', `/tokens/${encodeURIComponent(id)}`),
  audit: (filter) => request('GET', `/audit${query(filter)}`),
  changePassword: (present, wanted) => request('PUT', '/session/password', { present, wanted }),
  site: () => request('GET', '/site'),
  system: () => request('GET', '/system'),
  stations: () => request('GET', '/stations'),
  models: (id, before = null) => request('GET', `${station(id)}/models${query({ limit: 20, before })}`),
  model: (id, version) => request('GET', `${station(id)}/models/${encodeURIComponent(version)}`),
  modelReport: (id, version) => request('GET', `${station(id)}/models/${encodeURIComponent(version)}/report`),
  disagreements: (id, version) => request('GET', `${station(id)}/models/${encodeURIComponent(version)}/disagreements${query({ limit: 24 })}`),
  modelHistory: (id, before = null) => request('GET', `${station(id)}/models/history${query({ limit: 25, before })}`),
  modelStep: (id, version, step, words) => request('POST', `${station(id)}/models/${encodeURIComponent(version)}/${step}`, words),
  ledger: (id, version) => request('GET', `${station(id)}/models/${encodeURIComponent(version)}/ledger`),
  decide: (id, version, entry, decision) => request('PUT', `${ledger(id, version)}/${entry}/decision`, { decision }),
  undecide: (id, version, entry) => request('DELETE', `${ledger(id, version)}/${entry}/decision`),
  pool: (id) => request('GET', `${station(id)}/pool`),
  drift: (id) => request('GET', `${station(id)}/drift`),
  acknowledgeDrift: (id) => request('POST', `${station(id)}/drift/acknowledge`, {}),
  resetDrift: (id) => request('POST', `${station(id)}/drift/reset`),
  proposals: (id) => request('GET', `${station(id)}/proposals`),
  acceptProposal: (id, proposal) => request('POST', `${station(id)}/proposals/${encodeURIComponent(proposal)}/accept`, {}),
  dismissProposal: (id, proposal) => request('POST', `${station(id)}/proposals/${encodeURIComponent(proposal)}/dismiss`, {}),
  refitMemory: (id, plan) => request('GET', `${station(id)}/refits/memory${query(plan)}`),
  refitSchedule: (id) => request('GET', `${station(id)}/refits/schedule`),
  inspection: (id) => request('GET', inspection(id)),
  inspections: (id, filter) => request('GET', `${station(id)}/inspections${query(filter)}`),
  label: (id, label) => request('PUT', `${inspection(id)}/label`, label),
  markMissed: (id, words) => request('POST', `${inspection(id)}/missed-defect`, words),
  nearestPatches: (id, region) => request('GET', `${inspection(id)}/nearest-patches${query(region ?? {})}`),
  strikePatch: (id, strike) => request('POST', `${station(id)}/struck-patches`, strike),
  undoStrike: (id, strike) => request('DELETE', `${station(id)}/struck-patches/${strike}`),
  leftOut: (id, version) => request('GET', `${station(id)}/models/${encodeURIComponent(version)}/struck-patches`),
  regression: (id) => request('GET', `${station(id)}/regression`),
  removeRegression: (id, frame, words) => request('POST', `${station(id)}/regression/${encodeURIComponent(frame)}/remove`, words),
  startReplay: (id, plan) => request('POST', `${station(id)}/replays`, plan),
  replay: (id) => request('GET', `/replays/${encodeURIComponent(id)}`),
  removeLabel: (id, basedOn) => request('DELETE', `${inspection(id)}/label${query({ basedOn })}`),
  labelTogether: (labels) => request('POST', '/labels', { labels }),
  lookAlikes: (id) => request('GET', `${inspection(id)}/look-alikes${query({ limit: 100 })}`),
  defectTypes: (id) => request('GET', `${station(id)}/defect-types`),
  look: (id, who) => request('POST', `${inspection(id)}/look`, who),
  leaveLooks: (client) => request('DELETE', `/looks/${encodeURIComponent(client)}`),
  refit: (id, plan) => request('POST', `${station(id)}/refits`, plan),
  cancel: (jobId) => request('DELETE', `/jobs/${encodeURIComponent(jobId)}`),
  reviewQueue: (id, limit) => request('GET', `${station(id)}/review-queue${query({ limit })}`),
  thresholds: (id) => request('GET', `${station(id)}/thresholds`),
  scores: (id, window) => request('GET', `${station(id)}/thresholds/scores${query({ window })}`),
  whatIf: (id, question) => request('GET', `${station(id)}/thresholds/what-if${query(question)}`),
  previewThresholds: (id, policy) => request('POST', `${station(id)}/thresholds/preview`, policy),
  setThresholds: (id, policy) => request('PUT', `${station(id)}/thresholds`, policy),
  undoThresholds: (id) => request('POST', `${station(id)}/thresholds/undo`, {}),
  thresholdHistory: (id) => request('GET', `${station(id)}/thresholds/history${query({ limit: 20 })}`),
  metricsHistory: (id, question) => request('GET', `${station(id)}/metrics/history${query(question)}`),
  stationMetrics: (question) => request('GET', `/metrics/stations${query(question)}`),
  exportSize: (id, what) => request('GET', `${station(id)}/export/size${query(what)}`),
  /** Not asked by script: the browser saves what comes from there, however large it is. */
  exportAddress: (id, what) => `/api/v1${station(id)}/export${query(what)}`,
  exportProgress: (ticket) => request('GET', `/exports/${ticket}`),
  beginImport: (id, file) => request('POST', `${station(id)}/imports`, file),
  sendImport: (id, offset, part) => request('PUT', `/imports/${id}/content${query({ offset })}`, part),
  checkImport: (id) => request('POST', `/imports/${id}/check`),
  findImport: (id) => request('GET', `/imports/${id}`),
  applyImport: (id, how) => request('POST', `/imports/${id}/apply`, how),
  undoImport: (id) => request('POST', `/imports/${id}/undo`, {}),
  discardImport: (id) => request('DELETE', `/imports/${id}`),
  imports: (id) => request('GET', `${station(id)}/imports`),
  metrics: (id, window) => request('GET', `${station(id)}/metrics${query({ window })}`),
};
