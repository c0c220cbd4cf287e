"""What tests of charts look at: the series of an option, and how far colours stand apart."""


def series(option, key):
    """The series of an option with this `id`."""
    return next(one for one in option["series"] if one["id"] == key)


def contrast(one, other):
    """The contrast of two colours such as `#0072b2`, 1 to 21, as WCAG 2 has it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
