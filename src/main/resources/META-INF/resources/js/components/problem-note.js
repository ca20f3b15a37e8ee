import { html } from '../lib.js';

/** A problem as text beside what caused it. */
export function ProblemNote({ problem, children }) {
  return html`<div class="problem-note" role="alert">
    <strong>${problem.title}</strong> ${problem.detail && html`<span>${problem.detail}</span>`} ${children}
  </div>`;
}
