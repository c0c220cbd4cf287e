"""Files of others that the dashboard needs in the browser: which ones, and where they lie on this machine."""

from __future__ import annotations

ECHARTS_PATH = "/echarts@6.1.0/dist/echarts.min.js"
"""Below the folder that the server gives out as `/_solara/cdn`."""
