// What the frame of the page lacks for those who read it with a screen reader, or want to enlarge it.
(function () {
  document.documentElement.lang = 'en';
  const viewport = document.querySelector('meta[name="viewport"]');
  if (viewport) viewport.setAttribute('content', 'width=device-width, initial-scale=1');
  const names = [
    ['.v-app-bar__nav-icon', 'Show or hide the controls'],
  ];
  function name() {
    for (const [place, label] of names) {
      for (const button of document.querySelectorAll(place)) {
        if (!button.hasAttribute('aria-label')) button.setAttribute('aria-label', label);
      }
    }
  }
  new MutationObserver(name).observe(document.documentElement, {childList: true, subtree: true});
  name();
})();
