"""The one chart of the scenario page: what presses, the fan, fallen regimes, the difference, and turning points.

data = timeline_of(run, base, difference, LIGHT)      # viz.charts.timeline.runs
option = timeline(data, LIGHT, month)                 # viz.charts.timeline.chart
"""
