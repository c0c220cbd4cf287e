"""The five actors and their menus of moves."""
