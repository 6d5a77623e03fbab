"""What an account may do."""

from __future__ import annotations

from domain.labelled import Labelled


class Role(Labelled):
    """Each may do what the ones before it may."""

    VIEWER = "viewer", "보기"
    EDITOR = "editor", "편집"
    ADMIN = "admin", "관리"

    def may(self, needed: Role) -> bool:
        """Whether this role includes `needed`."""
        order = list(Role)
        return order.index(self) >= order.index(needed)
