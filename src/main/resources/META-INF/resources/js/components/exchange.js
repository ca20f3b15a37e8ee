import { html } from '../lib.js';
import { t } from '../i18n.js';
import { can } from '../session.js';
import { ExportForm } from './export-form.js';
import { ImportDesk } from './import-desk.js';

/** Labels and frames out to other tools and in from them. */
export function Exchange({ station }) {
  return html`<section class="panel exchange" aria-labelledby="exchange-title">
    <h2 id="exchange-title">${t('exchange.title')}</h2>
    ${can('engineer')
      ? html`<div class="exchange-parts"><${ExportForm} station=${station} /><${ImportDesk} station=${station} /></div>`
      : html`<p class="hint">${t('needs.role', { role: t('role.engineer') })}</p>`}
  </section>`;
}
