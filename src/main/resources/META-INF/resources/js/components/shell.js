import { html, useEffect, useRef } from '../lib.js';
import { duration, t, time } from '../i18n.js';
import { connection, lostSince, nextAttempt } from '../live-feed.js';
import { keyHelp, useKeys } from '../keys.js';
import { dismiss, problems } from '../problems.js';
import { href, route } from '../router.js';
import { reconnectNow, site, stationIds, stations } from '../store.js';
import { announcement } from '../announcer.js';
import { Account } from './account.js';
import { stationName, useNow } from './common.js';
import { BrandMark, LanguageChoice, ThemeToggle } from './look.js';

function Brand() {
  return html`<a class="brand" href=${href('live')} aria-label="Winnow"><${BrandMark} /><span>Winnow</span></a>`;
}

function Navigation({ views, station }) {
  return html`<nav class="tabs" aria-label=${t('nav')}>
    ${views.filter(({ aside }) => !aside).map(({ id }) => html`<a key=${id} href=${href(id, id === 'live' ? null : station)} aria-current=${route.value.view === id ? 'page' : undefined}>${t(`nav.${id}`)}</a>`)}
  </nav>`;
}

function ConnectionState() {
  const broker = site.value?.broker?.state;
  const state = connection.value !== 'open' ? connection.value : broker === 'connecting' ? 'broker' : 'open';
  return html`<div class="connection connection-${state}" title=${site.value?.broker?.uri}>
    <span class="connection-lamp" aria-hidden="true"></span>
    <span><b>${site.value?.site ?? 'Winnow'}</b><span class="connection-text">${t(`connection.${state}`)}</span></span>
  </div>`;
}

function Help() {
  const dialog = useRef(null);
  const open = () => dialog.current.showModal();
  useKeys({ '?': open });
  const about = site.value;
  return html`
    <button type="button" class="icon-button" onClick=${open} aria-label=${t('help')} title=${t('help')}>?</button>
    <dialog ref=${dialog} class="help" aria-labelledby="help-title">
      <h2 id="help-title">${t('help.keys')}</h2>
      <dl class="keys">
        ${[...keyHelp.value, { keys: ['?'], text: t('key.help') }].map(({ keys, text }) => html`
          <div key=${text}><dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${text}</dd></div>`)}
      </dl>
      ${about && html`<p class="help-about">Winnow ${about.version} · ${t('about.index')}: ${about.index?.implementation} · MQTT: ${about.broker?.uri ?? '–'}</p>`}
      <form method="dialog"><button class="button">${t('close')}</button></form>
    </dialog>`;
}

function LostBanner() {
  const now = useNow(1000);
  if (connection.value !== 'lost') {
    return null;
  }
  const waits = nextAttempt.value === null ? 0 : Math.max(0, nextAttempt.value - now) / 1000;
  return html`<div class="banner" role="alert">
    <p><strong>${t('lost.title')}</strong> ${t('lost.text', { since: time(lostSince.value) })}</p>
    <p class="banner-wait" aria-live="off">${waits > 1 ? t('lost.retry', { duration: duration(waits) }) : t('lost.retrying')}</p>
    <button type="button" class="button" onClick=${reconnectNow}>${t('lost.now')}</button>
  </div>`;
}

/** One for each station whose drift nobody has seen yet. */
function DriftBanners() {
  return [...stations.value.values()]
    .map(({ id, station }) => ({ id, station: station.value }))
    .filter(({ station }) => station.drift === 'drift')
    .map(({ id, station }) => html`<div key=${id} class="banner" role="alert">
      <p><strong>${t('live.drift', { station: stationName(station) })}</strong> ${t('live.drift.do')}</p>
      <a class="button" href=${href('training', id)}>${t('live.drift.open')}</a>
    </div>`);
}

function Problems() {
  return html`<div class="problems" role="alert">
    ${problems.value.map(({ id, title, detail }) => html`<div key=${id} class="problem">
      <p><strong>${title}</strong> ${detail}</p>
      <button type="button" class="button" onClick=${() => dismiss(id)}>${t('dismiss')}</button>
    </div>`)}
  </div>`;
}

/** Everything around the page that is open. */
export function Shell({ views }) {
  const main = useRef(null);
  const { view, station } = route.value;
  const current = views.find(({ id }) => id === view) ?? views[0];
  const selected = stationIds.value.includes(station) ? station : (stationIds.value[0] ?? null);
  const title = t(`nav.${current.id}`);
  useEffect(() => {
    document.title = `${title} · Winnow`;
  }, [title]);
  return html`
    <a class="skip-link" href="#main" onClick=${(event) => { event.preventDefault(); main.current.focus(); }}>${t('skip')}</a>
    <header class="topbar">
      <${Brand} />
      <${Navigation} views=${views} station=${selected} />
      <${ConnectionState} />
      <div class="topbar-tools"><${LanguageChoice} /><${ThemeToggle} /><${Help} /><${Account} /></div>
    </header>
    <${LostBanner} />
    <${DriftBanners} />
    <${Problems} />
    <main id="main" class="page page-${current.id}" tabindex="-1" ref=${main} aria-label=${title}>
      <h1 class="visually-hidden">${title}</h1>
      <${current.component} key=${current.id} station=${selected} />
    </main>
    <div class="visually-hidden" role="status" aria-live="polite">${announcement.value}</div>`;
}
