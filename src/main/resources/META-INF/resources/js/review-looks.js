import { signal } from './lib.js';
import { api } from './api.js';

const RENEWED_EVERY_MS = 10_000;

/** Names this open page to the service. */
const CLIENT = `desk-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** Who looks at which frame, so that two people do not do the same work. It is a courtesy: without it labelling goes on. */
export class ReviewLooks {
  #id = null;
  #timer = null;

  constructor() {
    /** Inspection id to {by, until} of others. */
    this.others = signal(new Map());
  }

  /** Takes over what the service says of the frames of a list. */
  know(items) {
    this.others.value = new Map(items.filter(({ look }) => look && look.client !== CLIENT).map(({ id, look }) => [id, look]));
  }

  /** Somebody looks at a frame, or nobody does any more (null). */
  apply(id, look) {
    const others = new Map(this.others.value);
    if (look && look.client !== CLIENT) {
      others.set(id, look);
    } else {
      others.delete(id);
    }
    this.others.value = others;
  }

  /** Who else looks at it, or null. */
  other(id) {
    const look = this.others.value.get(id);
    return look && Date.parse(look.until) > Date.now() ? look : null;
  }

  /** Tells that this page looks at a frame from now on; false where somebody else was quicker. */
  async at(id) {
    this.#id = id;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tell(id), RENEWED_EVERY_MS);
    return this.#tell(id);
  }

  async #tell(id) {
    try {
      const look = await api.look(id, { client: CLIENT });
      this.apply(id, look);
      return look.client === CLIENT;
    } catch {
      return true;
    }
  }

  leave() {
    clearInterval(this.#timer);
    if (this.#id !== null) {
      this.#id = null;
      api.leaveLooks(CLIENT).catch(() => {
        // The look ends by itself.
      });
    }
  }
}
