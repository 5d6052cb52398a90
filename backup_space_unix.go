//go:build linux || darwin

package main

import "syscall"

// freeIn is what an ordinary user may still write into the folder.
func freeIn(folder string) (int64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
