/** What this browser remembers; a kiosk without storage simply remembers nothing. */
export function recall(name) {
  try {
    return localStorage.getItem(`winnow.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`winnow.${name}`, value);
  } catch {
    // Nothing to do: the choice holds until the page is closed.
  }
}
