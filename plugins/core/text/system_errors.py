"""What the system says when a file can't be read or written, in Vietnamese; its own words are English."""

from __future__ import annotations

import errno

_WORDS = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không có tệp hoặc thư mục này, hoặc nó vừa bị xoá",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.EISDIR: "là thư mục, không phải tệp",
    errno.ELOOP: "là liên kết tượng trưng (symlink)",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "đã hết hạn mức ổ đĩa",
    errno.EFBIG: "tệp vượt cỡ cho phép",
    errno.EMFILE: "quá nhiều tệp đang mở; nâng giới hạn bằng “ulimit -n 1024”",
    errno.ENFILE: "cả máy đang mở quá nhiều tệp",
    errno.EIO: "ổ đĩa có lỗi khi đọc hoặc ghi",
    errno.ENAMETOOLONG: "tên tệp hoặc đường dẫn quá dài",
    errno.ENOTEMPTY: "thư mục không trống",
    errno.EEXIST: "đã có sẵn",
    errno.EBUSY: "đang được dùng",
    errno.EXDEV: "nằm trên hai ổ đĩa khác nhau",
    errno.ENOMEM: "không đủ bộ nhớ",
    errno.EAGAIN: "hệ thống không đủ tài nguyên lúc này",
    errno.EADDRINUSE: "đang được dùng",
    errno.ENXIO: "không phải tệp thường",
    errno.EINVAL: "hệ thống không nhận yêu cầu này",
}


def reason(error: OSError) -> str:
    """A few words that say why; the system's own only for what hardly happens."""
    return _WORDS.get(error.errno or 0) or error.strerror or type(error).__name__
