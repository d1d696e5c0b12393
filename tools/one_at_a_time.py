"""Run a command once no other of its kind runs in this folder; until then wait, and say so.

The Makefile calls it, before there is an environment: any Python 3 runs it, with nothing installed.
"""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
from typing import IO

LOCK = ".make-lock"


def held() -> IO[str] | None:
    """Return the lock, waited for; None where no file can be written, and nothing can be made."""
    try:
        lock = open(LOCK, "w")  # noqa: SIM115, it is held until the end
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("Another make is at work in this folder: waiting for its end", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def main() -> int:
    """Run the command of the arguments, and return its exit status."""
    lock = held()
    # Not closed: make hands down the descriptors by which its jobs are counted.
    command = subprocess.Popen(sys.argv[1:], close_fds=False)
    signal.signal(signal.SIGTERM, lambda *_: command.terminate())
    while True:
        try:
            status = command.wait()
        except KeyboardInterrupt:  # make was told as well, and ends by itself
            continue
        break
    if lock:
        lock.close()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
