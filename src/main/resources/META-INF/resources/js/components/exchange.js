import { html } from '../lib.js';
import { t } from '../i18n.js';
import { ExportForm } from './export-form.js';
import { ImportDesk } from './import-desk.js';

/** Labels and frames out to other tools and in from them. */
export function Exchange({ station }) {
  return html`<section class="panel exchange" aria-labelledby="exchange-title">
    <h2 id="exchange-title">${t('exchange.title')}</h2>
    <div class="exchange-parts"><${ExportForm} station=${station} /><${ImportDesk} station=${station} /></div>
  </section>`;
}
