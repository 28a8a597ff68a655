"""Opens the catalogue: the shipped files, with a user's own records before them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.catalog.catalogue import Catalogue
    from planner.catalog.shipped import ShippedFiles


def load_catalogue(overlay: Path | None = None, files: ShippedFiles | None = None) -> Catalogue:
    """Open the catalogue. Only the manifest is read now; each kind is read when it is first asked for.

    `overlay` is the file of the user's own records; a missing file means none. A broken one raises a
    `BrokenOverlay` that says where; see `planner.catalog.overlay.set_aside`.
    """
    from planner.catalog.catalogue import Catalogue
    from planner.catalog.shipped import ShippedFiles

    files = files or ShippedFiles()
    manifest = files.manifest
    # Shared by every catalogue that is derived from this one: a plan's snapshot must not read the files again.
    read = cache(files.records)
    catalogue = Catalogue(version=str(manifest["version"]), content_hash=str(manifest["hash"]), read=read)
    if overlay is None or not overlay.exists():
        return catalogue
    from planner.catalog.overlay import read_overlay

    return catalogue.with_overlay(read_overlay(overlay).records)
