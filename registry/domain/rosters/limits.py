"""How large a file and its sheets may be: far beyond any roster, well within what a reading process may use."""

MAX_BYTES = 64 * 2**20
"""Of an uploaded file."""
MAX_UNPACKED = 480 * 2**20
"""Of everything a zip container holds."""
MAX_ROWS = 200_000
MAX_COLUMNS = 512
MAX_CELLS = 8_000_000
"""Of one sheet, up to its last cell: the parser lays out the empty ones too."""
