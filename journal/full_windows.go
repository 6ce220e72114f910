package journal

import "syscall"

// ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_FILE_TOO_LARGE and ERROR_DISK_QUOTA_EXCEEDED, which package syscall does not name:
// https://learn.microsoft.com/windows/win32/debug/system-error-codes.
var noRoomBesides = []error{syscall.Errno(39), syscall.Errno(112), syscall.Errno(223), syscall.Errno(1295)}
