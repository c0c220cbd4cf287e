"""What the pages of the dashboard are made of in the browser: the chart, the file input, colours and style."""
