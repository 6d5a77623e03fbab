"""Compiles the message catalogues whenever the package is built; pyproject.toml has everything else."""

from __future__ import annotations

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithMessages(build_py):
    """The build of the packages, with `.mo` files beside the `.po` files."""

    def run(self) -> None:
        """Compile the catalogues, then collect the packages."""
        self.run_command("compile_catalog")
        super().run()


setup(cmdclass={"build_py": BuildWithMessages})
