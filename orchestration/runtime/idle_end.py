"""The end of a forkserver that has had no child for a while."""

from __future__ import annotations

import os
import signal
from types import FrameType


def end_when_idle(seconds: int) -> None:
    """End this process, `multiprocessing`'s forkserver, once no child is alive and none was forked for `seconds`.

    It is started again by the next process that is asked for. The signal SIGALRM is its own.
    """

    def look(_signal: int, _frame: FrameType | None) -> None:
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            os._exit(0)
        signal.alarm(seconds)

    signal.signal(signal.SIGALRM, look)
    signal.alarm(seconds)
    os.register_at_fork(
        after_in_parent=lambda: signal.alarm(seconds),
        after_in_child=lambda: signal.signal(signal.SIGALRM, signal.SIG_DFL),
    )
