//go:build linux || darwin

package main

import "syscall"

// diskOf is what an ordinary user has of the folder's file system.
func diskOf(folder string) (diskRoom, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return diskRoom{}, false
	}
	size := int64(s.Bsize)
	return diskRoom{free: int64(s.Bavail) * size, total: int64(s.Blocks) * size}, true
}
