"""What an account may do."""

from __future__ import annotations

from domain.labelled import Labelled
from domain.messages import in_context


class Role(Labelled):
    """Each may do what the ones before it may."""

    VIEWER = "viewer", in_context("role", "viewer")
    EDITOR = "editor", in_context("role", "editor")
    ADMIN = "admin", in_context("role", "admin")

    def may(self, needed: Role) -> bool:
        """Whether this role includes `needed`."""
        order = list(Role)
        return order.index(self) >= order.index(needed)

    @property
    def sees_resident_numbers(self) -> bool:
        """Whether resident registration numbers are shown to it whole."""
        return self.may(SEES_RESIDENT_NUMBERS)


SEES_RESIDENT_NUMBERS = Role.ADMIN
"""The first role to which resident registration numbers are shown whole; others see `mask_resident_numbers`."""
