import { effect, signal } from './lib.js';
import { recall, remember } from './preferences.js';

const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** 'light' or 'dark', the theme in effect. */
export const theme = signal(document.documentElement.dataset.theme);

systemDark.addEventListener('change', () => {
  if (!recall('theme')) {
    theme.value = systemDark.matches ? 'dark' : 'light';
  }
});

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

export function toggleTheme() {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  remember('theme', theme.value);
}

/** The value of a CSS custom property in the theme in effect, for what is drawn on a canvas. */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
