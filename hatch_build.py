"""Compile the message catalogues when a wheel is built: a .mo file is never tracked, so a checkout has none."""

from pathlib import Path

from babel.messages.frontend import CommandLineInterface
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface):
    """Put a .mo beside each .po of the packages in the wheel, as `make` does in a checkout."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Compile every `locale` folder below the packages; an invalid catalogue fails the build."""
        for package in self.build_config.packages:
            for folder in sorted(Path(self.root, package).glob("**/locale")):
                command = ["pybabel", "--quiet", "compile", "--domain", "django", "--directory", str(folder)]
                if CommandLineInterface().run(command):
                    raise ValueError(f"{folder} holds an invalid catalogue: see the errors above")
