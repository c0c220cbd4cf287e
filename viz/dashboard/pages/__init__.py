"""The pages of the dashboard, one file each; `viz.app` lists them."""
