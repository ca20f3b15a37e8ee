import { html } from '../lib.js';
import { Accounts } from '../components/users-accounts.js';
import { Tokens } from '../components/users-tokens.js';
import { EmptyState } from '../components/common.js';
import { t } from '../i18n.js';
import { can } from '../session.js';

/** Who may enter: accounts of people, tokens of machines. */
export function Users() {
  return can('admin')
    ? html`<${Accounts} /><${Tokens} />`
    : html`<${EmptyState} title=${t('admin.only')}><p>${t('admin.only.do')}</p><//>`;
}
