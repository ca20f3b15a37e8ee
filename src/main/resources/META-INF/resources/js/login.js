import { html, render, useEffect, useRef, useState } from './lib.js';
import { api } from './api.js';
import { LanguageChoice, BrandMark, ThemeToggle } from './components/look.js';
import { PasswordChange, PasswordField } from './components/password-change.js';
import { ProblemNote } from './components/problem-note.js';
import { duration, language, t } from './i18n.js';
import { know } from './session.js';

/** Back to the page that was asked for. */
function goOn() {
  location.replace(`/${location.hash}`);
}

function problemOf({ status, retryAfter, title, detail }) {
  if (status === 401) {
    return { title: t('login.wrong'), detail: t('login.wrong.do') };
  }
  if (status === 429) {
    return { title: t('login.tooOften'), detail: t('login.tooOften.do', { duration: duration(retryAfter) }) };
  }
  return { title, detail };
}

function LoginForm({ onEntered }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);
  const login = async (event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      onEntered(await api.login(name, password), password);
    } catch (failure) {
      setProblem(problemOf(failure));
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="entry-form" onSubmit=${login}>
    <h1>${t('login.title')}</h1>
    <div class="field"><label for="login-name">${t('login.name')}</label>
      <input id="login-name" ref=${field} name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64" value=${name} onInput=${(event) => setName(event.target.value)} /></div>
    <${PasswordField} id="login-password" label=${t('login.password')} autocomplete="current-password" value=${password} onInput=${setPassword} />
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    <div class="entry-buttons"><button class="button button-primary" disabled=${busy || name === '' || password === ''}>${t('login')}</button></div>
    <p class="hint">${t('login.help')}</p>
  </form>`;
}

function Login() {
  const [entered, setEntered] = useState(null);
  useEffect(() => {
    document.title = `${t('login')} · Winnow`;
  }, [language.value]);
  useEffect(() => {
    // Somebody who is in already, in another tab perhaps, need not log in again.
    api.session().then((view) => {
      know(view);
      if (view.mustChangePassword) {
        setEntered({ present: null });
      } else {
        goOn();
      }
    }, () => {
      // Nobody is in: the form is there.
    });
  }, []);
  const onEntered = (view, password) => {
    know(view);
    if (view.mustChangePassword) {
      setEntered({ present: password });
    } else {
      goOn();
    }
  };
  return html`
    <header class="topbar entry-bar"><div class="brand"><${BrandMark} /><span>Winnow</span></div>
      <div class="topbar-tools"><${LanguageChoice} /><${ThemeToggle} /></div></header>
    <main class="entry">
      <section class="panel entry-panel">
        ${entered === null
          ? html`<${LoginForm} onEntered=${onEntered} />`
          : html`<h1>${t('password.first')}</h1><p>${t('password.first.why')}</p><${PasswordChange} present=${entered.present} onDone=${goOn} />`}
      </section>
    </main>`;
}

render(html`<${Login} />`, document.getElementById('app'));
