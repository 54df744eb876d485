"""What a PDF made by the site says of itself. Its dictionaries are not packed: they can be read as bytes."""

import re


def pages_of(pdf: bytes) -> int:
    """How many pages; fails on what is no PDF."""
    assert pdf.startswith(b"%PDF-")
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def is_tagged(pdf: bytes) -> bool:
    """Whether it can be read aloud in order: marked, with a tree of its parts."""
    return re.search(rb"/Marked\s+true", pdf) is not None and b"/StructTreeRoot" in pdf
