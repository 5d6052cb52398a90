package main

import (
	"os"

	"balcao/tools/load/world"
)

// workshop makes the throw-away folder of a run and finds or builds the program
// to load; done takes the folder away.
func (c common) workshop() (folder, binary string, done func(), err error) {
	if folder, err = os.MkdirTemp(c.Temp, "balcao-load-"); err != nil {
		return "", "", nil, err
	}
	done = func() { _ = os.RemoveAll(folder) }
	if binary, err = world.Binary(c.Balcao, folder, ""); err != nil {
		done()
	}
	return folder, binary, done, err
}
