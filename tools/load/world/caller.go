package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"time"
)

// Object is a JSON object.
type Object = map[string]any

// Caller is somebody with a session or a visitor's token.
type Caller struct {
	URL   string
	Token string
	ID    string // of the account
	http  *http.Client
}

// transport is shared, or thousands of callers would hold a connection each.
var transport = &http.Transport{MaxIdleConnsPerHost: 64, MaxConnsPerHost: 256, IdleConnTimeout: 5 * time.Second}

// Call makes a request; a status other than want is an error that holds the answer.
func (c *Caller) Call(want int, method, path string, body any) (Object, error) {
	var sent io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		sent = bytes.NewReader(b)
	}
	r, err := http.NewRequest(method, c.URL+path, sent)
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != want {
		return nil, &StatusError{Status: answer.StatusCode, Text: fmt.Sprintf("%s %s: %d: %s", method, path, answer.StatusCode, b)}
	}
	out := Object{}
	if len(b) > 0 {
		err = json.Unmarshal(b, &out)
	}
	return out, err
}

// StatusError is an answer with another status than the wanted one.
type StatusError struct {
	Status int
	Text   string
}

func (e *StatusError) Error() string { return e.Text }

// SignIn opens a session.
func SignIn(url, email, password string) (*Caller, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &Caller{URL: url, http: &http.Client{Jar: jar, Timeout: 30 * time.Second, Transport: transport}}
	me, err := c.Call(200, "POST", "/api/v1/session", Object{"email": email, "password": password})
	c.ID, _ = me["id"].(string)
	return c, err
}

// Admin signs the administrator of a house in.
func Admin(url string) (*Caller, error) { return SignIn(url, adminEmail, adminPassword) }

// Visitor becomes a new visitor of the default site.
func Visitor(url string) (*Caller, error) {
	c := &Caller{URL: url, http: &http.Client{Timeout: 30 * time.Second, Transport: transport}}
	made, err := c.Call(201, "POST", "/api/v1/widget/visitor", Object{"site": "default"})
	if err != nil {
		return nil, err
	}
	c.Token, _ = made["token"].(string)
	return c, nil
}

// Operators makes n people who answer, signed in, each taking up to 100 chats.
func Operators(url string, n int) ([]*Caller, error) {
	admin, err := Admin(url)
	if err != nil {
		return nil, err
	}
	departments, err := admin.Call(200, "GET", "/api/v1/departments", nil)
	if err != nil {
		return nil, err
	}
	for _, d := range departments["items"].([]any) {
		if _, err := admin.Call(200, "PATCH", "/api/v1/departments/"+d.(Object)["id"].(string), Object{"capacity": 100}); err != nil {
			return nil, err
		}
	}
	var all []*Caller
	for i := range n {
		email := fmt.Sprintf("o%d@load.test", i)
		if _, err := admin.Call(201, "POST", "/api/v1/accounts", Object{"email": email, "name": fmt.Sprintf("Operator %d", i), "role": "operator", "password": adminPassword}); err != nil {
			return nil, err
		}
		o, err := SignIn(url, email, adminPassword)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}
