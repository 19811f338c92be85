#!/bin/sh
# Kiểm tra đúng những gì sắp được lưu (git commit), không phải những gì đang mở trên máy. Có lỗi thì lần lưu bị chặn.
# Cài đặt: xem README.md cùng thư mục.
set -eu

content=$(git config --get column.content || echo content)
check=$(git config --get column.check || true)
tool=$(git config --get column.tool || true)
if [ -z "$check" ]; then
    if [ ! -f "$tool/tasks.py" ]; then
        echo "Chưa biết phần mềm của chuyên mục ở đâu; hãy chạy: git config column.tool /đường/dẫn/tới/phần-mềm" >&2
        exit 1
    fi
    check="python3 '$tool/tasks.py' check"
fi

# Bản sao của những gì sắp lưu nằm cố định trong .git, nhờ vậy các bài không đổi không phải đọc lại từ đầu.
copy=$(git rev-parse --absolute-git-dir)/kiem-tra
rm -rf "$copy"
git checkout-index --all --prefix="$copy/"
if [ ! -d "$copy/$content" ]; then
    echo "Không có thư mục $content trong những gì sắp lưu; đặt tên khác bằng: git config column.content TÊN" >&2
    exit 1
fi

cd "$copy"
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX
sh -c "$check --content '$content'" || {
    echo "Chưa lưu được: hãy sửa các lỗi trên, git add rồi lưu lại." >&2
    exit 1
}
