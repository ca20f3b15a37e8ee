import { signal } from './lib.js';
import { api, entry } from './api.js';
import { t } from './i18n.js';

const ROLES = ['viewer', 'operator', 'engineer', 'admin'];
const LOGIN_PAGE = '/login.html';

/** Who is logged in: {name, role, kind}, or null. */
export const session = signal(null);

/** Takes over what the service says of who is logged in. */
export function know(view) {
  entry.csrf = view.csrf;
  session.value = view;
}

/** Asks who is logged in; goes to the login page when nobody is, or when the password has to be changed first. */
export async function enter() {
  entry.ended = toLogin;
  const view = await api.session().catch((problem) => {
    if (problem.status === 401) {
      return null;
    }
    throw problem;
  });
  if (view === null || view.mustChangePassword) {
    toLogin();
    return false;
  }
  know(view);
  return true;
}

/** Whether somebody with at least that role is logged in. */
export function can(role) {
  return session.value !== null && ROLES.indexOf(session.value.role) >= ROLES.indexOf(role);
}

/** Makes a button of what needs a role: dead, with the reason, where whoever is logged in does not have it. */
export function only(role, disabled = false) {
  return can(role) ? { disabled } : { disabled: true, title: t('needs.role', { role: t(`role.${role}`) }) };
}

/** The page that is open is remembered and comes back after the login. */
export function toLogin() {
  location.replace(LOGIN_PAGE + location.hash);
}

export async function logOut() {
  await api.logout();
  location.replace(LOGIN_PAGE);
}
