"""The pages of the dashboard, one folder each; `viz.app` lists them."""
