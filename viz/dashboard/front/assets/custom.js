// What every page has in its head: a language, letters that can be enlarged, and a way back to a server that was lost.
(function () {
  document.documentElement.lang = 'en';
  const viewport = document.querySelector('meta[name="viewport"]');
  if (viewport) viewport.setAttribute('content', 'width=device-width, initial-scale=1');

  // --- The server is lost: a bar says so, the controls rest, and the page mends itself when the server answers again
  // Milliseconds between two questions, between two attempts, and before a short break is told
  const EVERY = 1000, AGAIN = 5000, PATIENCE = 300;
  const SENTENCE = 'Reconnecting. Your changes are in the address; nothing is lost.';
  const RESTS = '.tr-rests, .tr-bars, .tr-choices, .tr-player';
  let session = null, lost = null, bar = null, tried = 0;

  async function ask() {
    try {
      const answer = await fetch('/readyz', {cache: 'no-store'});
      return answer.ok ? answer.headers.get('x-tightrope-session') : null;
    } catch (error) {
      return null;
    }
  }

  function show(down) {
    document.documentElement.classList.toggle('tr-lost', down);
    for (const part of document.querySelectorAll(RESTS)) part.inert = down;
    if (!bar) {
      bar = document.createElement('div');
      bar.className = 'tr-lost-bar';
      bar.setAttribute('role', 'alert');
      document.body.appendChild(bar);
    }
    bar.textContent = down ? SENTENCE : '';
  }

  async function again() {
    if (!lost) return;
    const found = await ask();
    if (!lost) return;
    if (found && session && found !== session) {
      window.location.reload();
      return;
    }
    // The same server after a break in the line: the toolkit's own attempts may be a minute apart by now
    const kernel = found && window.solara && solara.debug && solara.debug.kernel();
    if (kernel && Date.now() - tried > AGAIN) {
      tried = Date.now();
      kernel.reconnect().catch(() => {});
    }
    lost = setTimeout(again, EVERY);
  }

  function changed(status) {
    if (status === 'connected') {
      clearTimeout(lost);
      lost = null;
      show(false);
    } else if (!lost && app.wasConnected) {
      lost = setTimeout(() => { show(true); again(); }, PATIENCE);
    }
  }

  window.addEventListener('online', again);
  window.addEventListener('load', async () => {
    app.$watch('connectionStatus', changed);
    session = await ask();
  });
})();
