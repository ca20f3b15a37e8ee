import { batch, signal } from './lib.js';

const FLUSH_MS = 100;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

/** 'connecting', 'open' or 'lost'. */
export const connection = signal('connecting');

/** When the connection was lost, and when the next attempt is due (both in milliseconds since 1970). */
export const lostSince = signal(null);
export const nextAttempt = signal(null);

/**
 * The service's push channel. Messages are handed over in batches a few times per second: a line may run faster than a
 * small panel can draw. Reconnects with growing pauses; `onOpen` runs after each connect, so that gaps can be filled.
 */
export class LiveFeed {
  #url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`;
  #socket = null;
  #onMessages;
  #onOpen;
  #queue = [];
  #retryMs = FIRST_RETRY_MS;
  #retryTimer = null;
  #flushTimer = null;

  constructor(onMessages, onOpen) {
    this.#onMessages = onMessages;
    this.#onOpen = onOpen;
  }

  connect() {
    clearTimeout(this.#retryTimer);
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) {
      return;
    }
    nextAttempt.value = null;
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#retryMs = FIRST_RETRY_MS;
      batch(() => {
        connection.value = 'open';
        lostSince.value = null;
      });
      this.#onOpen();
    };
    socket.onmessage = (event) => {
      this.#queue.push(JSON.parse(event.data));
      this.#flushTimer ??= setTimeout(() => this.#flush(), FLUSH_MS);
    };
    socket.onclose = () => this.#retryLater();
  }

  #flush() {
    this.#flushTimer = null;
    const messages = this.#queue;
    this.#queue = [];
    batch(() => this.#onMessages(messages));
  }

  #retryLater() {
    batch(() => {
      connection.value = 'lost';
      lostSince.value ??= Date.now();
      nextAttempt.value = Date.now() + this.#retryMs;
    });
    this.#retryTimer = setTimeout(() => this.connect(), this.#retryMs);
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }
}
