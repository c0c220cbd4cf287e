"""The JSON Schema of scenario files, for editors."""


def json_schema() -> dict[str, object]:
    """TODO."""
    return {}
