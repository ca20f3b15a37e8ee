import { html, render } from './lib.js';
import { Shell } from './components/shell.js';
import { report } from './problems.js';
import { enter } from './session.js';
import { start } from './store.js';
import { VIEWS } from './views/index.js';

const entered = await enter().catch((problem) => {
  report(problem);
  return true;
});
if (entered) {
  render(html`<${Shell} views=${VIEWS} />`, document.getElementById('app'));
  start();
}
