"""Where the program keeps the user's files.

By default these are the proper user directories of the system (platformdirs). Two ways to move them:

- the environment variable `LLM_COST_PLANNER_HOME` names one folder that holds everything;
- *portable mode*: a folder named `portable` beside the application holds everything, so that the program and its
  plans travel on one stick.

The variable wins over portable mode. The data folder alone can be moved in the settings (`with_data_folder`).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from planner.storage.errors import save_failed

HOME_VARIABLE = "LLM_COST_PLANNER_HOME"
PORTABLE_FOLDER = "portable"
APPLICATION = "llm-cost-planner"


class Place(StrEnum):
    """What decided where the files are."""

    SYSTEM = "system"
    VARIABLE = "variable"
    PORTABLE = "portable"


@dataclass(frozen=True, slots=True)
class Directories:
    """The four folders of a user; the rest lies inside them."""

    data: Path
    config: Path
    state: Path
    log: Path
    place: Place = Place.SYSTEM
    data_is_elsewhere: bool = False
    """Whether the user has named the data folder; such a folder is never made anew when its drive is gone."""

    @property
    def plans(self) -> Path:
        """The library: one `*.plan.json` file per plan."""
        return self.data / "plans"

    @property
    def bin(self) -> Path:
        """Deleted plans, until the bin is emptied."""
        return self.data / "bin"

    @property
    def history(self) -> Path:
        """Previous and named versions, one folder per plan."""
        return self.data / "history"

    @property
    def summaries(self) -> Path:
        """Answer sentences and thumbnails for the list of plans; can be deleted at any time."""
        return self.data / "summaries"

    @property
    def own_records(self) -> Path:
        """The user's own catalogue records."""
        return self.data / "own-records.json"

    @property
    def recovery(self) -> Path:
        """Recovery journals of edits that are not in their file yet."""
        return self.state / "recovery"

    @property
    def undo(self) -> Path:
        """Undo stacks between two runs; can be deleted at any time."""
        return self.state / "undo"

    @property
    def preferences_file(self) -> Path:
        """The settings."""
        return self.config / "preferences.json"

    def with_data_folder(self, folder: Path | None) -> Directories:
        """Return these directories with the plans kept in `folder` (None: where they are)."""
        return self if folder is None else replace(self, data=folder, data_is_elsewhere=True)

    @property
    def data_is_gone(self) -> bool:
        """Whether the data folder that the user has named is not there: a drive is not connected."""
        return self.data_is_elsewhere and not self.data.is_dir()

    def create(self) -> None:
        """Make every folder that is missing; SaveFailedError names the one that cannot be made, or that is gone."""
        if self.data_is_gone:
            raise save_failed(self.data, FileNotFoundError(errno.ENOENT, "gone"))
        for folder in (self.plans, self.bin, self.history, self.summaries, self.config, self.recovery, self.log):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise save_failed(folder, error) from error


def user_directories(
    environment: Mapping[str, str] = os.environ, application_folder: Path | None = None
) -> Directories:
    """Return the user's directories; `application_folder` is where to look for the `portable` folder."""
    home = environment.get(HOME_VARIABLE, "").strip()
    if home:
        return _inside(Path(home).expanduser().absolute(), Place.VARIABLE)
    if application_folder is not None and (application_folder / PORTABLE_FOLDER).is_dir():
        return _inside(application_folder.absolute() / PORTABLE_FOLDER, Place.PORTABLE)

    from platformdirs import PlatformDirs  # 20 ms that `--help` and `predict` do not need

    directories = PlatformDirs(APPLICATION, appauthor=False)
    return Directories(
        data=directories.user_data_path,
        config=directories.user_config_path,
        state=directories.user_state_path,
        log=directories.user_log_path,
    )


def _inside(home: Path, place: Place) -> Directories:
    return Directories(data=home, config=home / "config", state=home / "state", log=home / "log", place=place)
