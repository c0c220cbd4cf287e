// Until the visitor chooses, the page is light or dark as their system is, from the first moment on.
vuetifyThemes = {light: {dark: false, colors: {}}, dark: {dark: true, colors: {}}};
if (!localStorage.getItem(':solara:theme.variant')) {
  theme.variant = 'auto';
  appContainer.classList.toggle('theme--dark', inDarkMode());
  appContainer.classList.toggle('theme--light', !inDarkMode());
}
