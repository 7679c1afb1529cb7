"""What a page shows, put together from what the store and the engine say: values for templates.

The routes stay one screen long and the templates stay free of arithmetic.
"""

from markupsafe import Markup


def link(url: str, words: str) -> Markup:
    """A link inside a sentence."""
    return Markup('<a class="linked" href="{}">{}</a>').format(url, words)
