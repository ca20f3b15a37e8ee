// A classic script on purpose: it runs before the first paint. theme.js takes over from here.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('winnow.theme');
  } catch {
    // Storage can be switched off on a kiosk; the system's preference then decides.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
