"""A system without what only POSIX or only Linux has: loaded at the start of every Python whose PYTHONPATH names this
folder. What the standard library itself needs to start programs here stays."""

import ctypes
import os
import shutil
import signal
import sys

MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "crypt", "spwd", "nis"}
OF_OS = (
    "fork forkpty O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_CLOEXEC O_SYNC O_DSYNC O_PATH pread pwrite preadv pwritev "
    "sendfile copy_file_range sched_getaffinity sched_setaffinity geteuid getuid getegid getgid getpgid getpgrp getsid "
    "setsid setuid setgid killpg statvfs fstatvfs sync fchmod fchown chown lchown fchdir mkfifo mknod uname getloadavg "
    "posix_fadvise posix_fallocate nice getpriority setpriority memfd_create eventfd splice getgroups initgroups "
    "chroot confstr sysconf pathconf fdatasync lockf ttyname ctermid getxattr setxattr"
)
OF_SIGNAL = (
    "SIGVTALRM SIGALRM SIGKILL SIGHUP SIGUSR1 SIGUSR2 SIGPIPE SIGCHLD setitimer getitimer alarm ITIMER_REAL "
    "ITIMER_VIRTUAL ITIMER_PROF pause pthread_sigmask sigwait"
)


class _NotHere:
    def find_spec(self, name, path=None, target=None):
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return


class _Library(ctypes.CDLL):
    """The C library without the calls that exchange two folders."""

    def __getattr__(self, name):
        if name in {"renameat2", "renamex_np"}:
            raise AttributeError(name)
        return super().__getattr__(name)


shutil._use_fd_functions = False  # it asks for O_NONBLOCK where descriptors of folders can be had
for _module in MODULES:
    sys.modules.pop(_module, None)
sys.meta_path.insert(0, _NotHere())
ctypes.CDLL = _Library
for _names, _of in ((OF_OS, os), (OF_SIGNAL, signal)):
    for _name in _names.split():
        if hasattr(_of, _name):
            delattr(_of, _name)
