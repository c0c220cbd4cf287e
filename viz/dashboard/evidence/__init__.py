"""Evidence on every page: links to things, the sheet beside a page, and the parts in which a thing is shown."""
