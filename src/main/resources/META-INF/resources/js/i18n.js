import { computed, effect, signal } from './lib.js';
import { recall, remember } from './preferences.js';
import en from '../i18n/en.js';
import de from '../i18n/de.js';

/** To add a language: copy i18n/en.js, translate it, list it here. */
export const LANGUAGES = { en, de };

const preferred = [recall('language'), ...navigator.languages.map((tag) => tag.slice(0, 2))];

export const language = signal(preferred.find((code) => code in LANGUAGES) ?? 'en');

/** The user's own regional variant of the language, so that dates and numbers look as they do elsewhere on the machine. */
const locale = computed(() => navigator.languages.find((tag) => tag.startsWith(language.value)) ?? language.value);

effect(() => {
  document.documentElement.lang = language.value;
});

export function chooseLanguage(code) {
  language.value = code;
  remember('language', code);
}

/**
 * The text of that key in the language in effect. `{name}` is replaced by values.name; with a `count` the plural form
 * `key.one` or `key.other` is taken. A key without a text is shown as it is; the browser's console
 * says so, on which every browser test fails.
 */
export function t(key, values = {}) {
  const texts = LANGUAGES[language.value].texts;
  let text = texts[key];
  if ('count' in values) {
    text = texts[`${key}.${new Intl.PluralRules(locale.value).select(values.count)}`] ?? texts[`${key}.other`] ?? text;
  }
  if (text === undefined) {
    console.error(`no text for ${key}`);
    return key;
  }
  return text.replace(/\{(\w+)\}/g, (hole, name) => {
    const value = values[name];
    return typeof value === 'number' ? number(value) : (value ?? hole);
  });
}

/** The text of that key, or the given text where there is none: for names that come from the service. */
export function tOr(key, otherwise) {
  return LANGUAGES[language.value].texts[key] ?? otherwise;
}

const formats = new Map();

function format(kind, options) {
  const key = `${locale.value} ${kind.name} ${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new kind(locale.value, options));
  }
  return formats.get(key);
}

export function number(value, digits = 0) {
  return format(Intl.NumberFormat, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** A ratio in 0..1 as per cent. */
export function percent(ratio, digits = 0) {
  return format(Intl.NumberFormat, {
    style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(ratio);
}

/** A score or threshold: three significant digits, never an exponent. */
export function score(value) {
  return value === null || value === undefined ? '–'
    : format(Intl.NumberFormat, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 }).format(value);
}

/** What a person typed as a decimal, with comma or point; NaN where it is none. */
export function parseDecimal(text) {
  return /^\s*\d+([.,]\d+)?\s*$/.test(text) ? Number(text.trim().replace(',', '.')) : NaN;
}

export function time(instant) {
  return format(Intl.DateTimeFormat, { timeStyle: 'medium' }).format(new Date(instant));
}

export function dateTime(instant) {
  return format(Intl.DateTimeFormat, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** As short as an axis needs it: the day, or the time of day below its day. */
export function shortDateTime(instant, withTime) {
  const day = format(Intl.DateTimeFormat, { month: 'short', day: 'numeric' }).format(new Date(instant));
  return withTime ? `${format(Intl.DateTimeFormat, { timeStyle: 'short' }).format(new Date(instant))}\n${day}` : day;
}

/** A time span in whole words: "40 seconds", "3 minutes". */
export function duration(seconds) {
  return seconds < 90
    ? t('duration.seconds', { count: Math.max(0, Math.round(seconds)) })
    : t('duration.minutes', { count: Math.round(seconds / 60) });
}

/** The user's time zone, in which all times are shown. */
export function timeZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** An amount of storage: "3.2 MB". */
export function bytes(count) {
  const step = Math.min(BYTE_UNITS.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** step;
  return format(Intl.NumberFormat, {
    style: 'unit', unit: BYTE_UNITS[step], unitDisplay: 'short', maximumFractionDigits: step > 0 && value < 100 ? 1 : 0,
  }).format(value);
}
