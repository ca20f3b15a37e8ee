import { html, render } from './lib.js';
import { Shell } from './components/shell.js';
import { start } from './store.js';
import { VIEWS } from './views/index.js';

render(html`<${Shell} views=${VIEWS} />`, document.getElementById('app'));
start();
