"""What is asked of the process on the server that holds the lock: one program after the other, each in one round trip.

A session of ssh's own for each took a process here, one there, and several ways back and forth.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple


class Answer(NamedTuple):
    """code: how the program ended; said, told: what it wrote and what it wrote of errors."""

    code: int
    said: bytes
    told: bytes


class SshSession:
    """A client of ssh that runs remote_lock.HOLD."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._given, self._said = process.stdin, process.stdout
        self._begun = 0
        self._answers: list[Answer | None] = []

    def first_words(self) -> str:
        """What the server says once it holds the lock, or instead."""
        return self._said.readline().decode().strip()

    def begin(self, program: bytes, given: bytes) -> Callable[[], Answer | None]:
        """Have a program run while this machine does something else; what to call for its answer: how it ended, None
        when the connection is lost. What is begun or asked later runs after it."""
        with suppress(OSError, ValueError):  # it is found lost when an answer is read
            self._given.write(b"%d %d\n%b%b" % (len(program), len(given), program, given))
            self._given.flush()
        self._begun += 1
        number = self._begun

        def answer() -> Answer | None:
            while len(self._answers) < number:
                self._answers.append(self._read())
            return self._answers[number - 1]

        return answer

    def _read(self) -> Answer | None:
        with suppress(OSError, ValueError):
            code, said, told = (int(size) for size in self._said.readline().split())
            answer = Answer(code, self._said.read(said), self._said.read(told))
            if (len(answer.said), len(answer.told)) == (said, told):
                return answer
        return None

    def is_lost(self) -> bool:
        """Whether the connection has gone; what else runs over it fails a moment earlier, in many words."""
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> tuple[int, bytes]:
        """Let the server go; how the client ended, and what it said of errors."""
        try:
            _, told = self._process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            _, told = self._process.communicate()
        return self._process.returncode, told
