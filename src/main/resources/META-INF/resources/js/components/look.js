import { html } from '../lib.js';
import { LANGUAGES, language, chooseLanguage, t } from '../i18n.js';
import { theme, toggleTheme } from '../theme.js';

export function BrandMark() {
  return html`<svg class="brand-mark" viewBox="0 0 40 32" aria-hidden="true">
    <path class="brand-sieve" d="M3 16h34" />
    <circle cx="9" cy="8" r="3" /><circle cx="19" cy="7" r="3" /><path class="brand-chaff" d="m27 4.5 5 5m0-5-5 5" />
    <circle cx="13" cy="25" r="3" /><circle cx="24" cy="25" r="3" />
  </svg>`;
}

export function LanguageChoice() {
  return html`<div class="segmented" role="group" aria-label=${t('language')}>
    ${Object.entries(LANGUAGES).map(([code, { name }]) => html`
      <button key=${code} type="button" lang=${code} title=${name} aria-label=${`${code.toUpperCase()} ${name}`} aria-pressed=${language.value === code} onClick=${() => chooseLanguage(code)}>${code.toUpperCase()}</button>`)}
  </div>`;
}

export function ThemeToggle() {
  const dark = theme.value === 'dark';
  const sign = dark
    ? html`<circle cx="12" cy="12" r="5" /><path d="M12 1v4m0 14v4M1 12h4m14 0h4M4.2 4.2 7 7m10 10 2.8 2.8M4.2 19.8 7 17M17 7l2.8-2.8" />`
    : html`<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z" />`;
  return html`<button type="button" class="icon-button" onClick=${toggleTheme} aria-label=${t(dark ? 'theme.light' : 'theme.dark')} title=${t(dark ? 'theme.light' : 'theme.dark')}>
    <svg viewBox="0 0 24 24" aria-hidden="true">${sign}</svg>
  </button>`;
}
