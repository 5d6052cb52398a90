//go:build !linux && !darwin

package main

// diskOf is not known here.
func diskOf(string) (diskRoom, bool) { return diskRoom{}, false }
