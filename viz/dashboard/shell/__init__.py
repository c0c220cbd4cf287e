"""The shell around every page: navigation, what is compared, the panel of controls, messages, files to take home."""
