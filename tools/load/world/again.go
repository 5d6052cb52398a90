package world

import (
	"fmt"
	"io"
	"net/http"
	"time"
)

// OperatorsAgain signs in those whom Operators made in an earlier run of the
// same house; with whom it did not make it is an error.
func OperatorsAgain(url string, n int) ([]*Caller, error) {
	var all []*Caller
	for i := range n {
		o, err := SignIn(url, fmt.Sprintf("o%d@load.test", i), adminPassword)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

// FilledCustomer signs in a customer whom the program's fill command made; even
// numbers manage their company.
func FilledCustomer(url string, n int) (*Caller, error) {
	return SignIn(url, fmt.Sprintf("customer%d@fill.test", n), "Filled-custom-Harbour")
}

// Get times one request until its answer was read to the end. A status other
// than 200 is an error.
func (c *Caller) Get(path string) (took time.Duration, size int64, err error) {
	r, err := http.NewRequest(http.MethodGet, c.URL+path, nil)
	if err != nil {
		return 0, 0, err
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	began := time.Now()
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	size, err = io.Copy(io.Discard, answer.Body)
	took = time.Since(began)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = &StatusError{Status: answer.StatusCode, Text: fmt.Sprintf("GET %s: %d", path, answer.StatusCode)}
	}
	return took, size, err
}

// Stranger is somebody without credentials.
func Stranger(url string) *Caller {
	return &Caller{URL: url, http: &http.Client{Timeout: 30 * time.Second, Transport: transport}}
}
