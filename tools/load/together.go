package main

import "sync"

// together does n things, so many at a time, and returns the first error.
func together(n, atOnce int, do func(i int) error) error {
	var (
		running sync.WaitGroup
		once    sync.Once
		first   error
	)
	places := make(chan struct{}, atOnce)
	for i := range n {
		places <- struct{}{}
		running.Go(func() {
			defer func() { <-places }()
			if err := do(i); err != nil {
				once.Do(func() { first = err })
			}
		})
	}
	running.Wait()
	return first
}
