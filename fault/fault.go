// Package fault holds the kinds of failure a person can be told about. Every
// other error is internal: logged once with a request id and never shown.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind decides the HTTP status (http.md) and the err code (protocol.md).
type Kind uint8

// The kinds with their HTTP status.
const (
	Internal        Kind = iota // 500
	Unreadable                  // 400 the JSON could not be read
	Unauthenticated             // 401
	Forbidden                   // 403
	NotFound                    // 404 missing or foreign
	Conflict                    // 409
	Gone                        // 410 used, expired or revoked
	Stale                       // 412 somebody was faster
	TooLarge                    // 413
	Invalid                     // 422 a field is wrong, empty or missing
	RateLimited                 // 429
	Busy                        // 503 busy
	ReadOnly                    // 503 readonly
)

var statuses = [...]int{500, 400, 401, 403, 404, 409, 410, 412, 413, 422, 429, 503, 503}

var defaultCodes = [...]string{
	"internal", "bad_json", "unauthorized", "forbidden", "not_found", "conflict", "gone",
	"stale", "too_large", "bad_request", "rate_limited", "busy", "readonly",
}

// Status is the HTTP status of the kind.
func (k Kind) Status() int { return statuses[k] }

// Code is the code used when an error has none of its own.
func (k Kind) Code() string { return defaultCodes[k] }

// Error is a failure that may be told to the person who caused or met it.
type Error struct {
	Kind  Kind
	Code  string         // stable, for programs: "no_cover", "must_change"; empty = Kind.Code()
	Text  string         // catalogue key of the sentence; empty = "faults." + code
	Args  map[string]any // for the sentence
	Field string         // JSON name of the field at fault
	Retry time.Duration  // when trying again makes sense; 0 = not said
	Extra map[string]any // further members of the problem object, such as "request"
	Err   error          // the cause; logged, never shown
}

// New returns a failure of that kind; code may be empty.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// Field returns an Invalid failure of one field. The sentence has the
// catalogue key "faults." + code.
func Field(field, code string) *Error { return &Error{Kind: Invalid, Code: code, Field: field} }

// Missing is the answer for what does not exist and for what is not yours.
func Missing() *Error { return New(NotFound, "") }

// Denied is the answer to a known person who lacks the right.
func Denied() *Error { return New(Forbidden, "") }

// With returns a copy that has the cause.
func (e *Error) With(err error) *Error { c := *e; c.Err = err; return &c }

// Name is the code to tell programs.
func (e *Error) Name() string {
	if e.Code != "" {
		return e.Code
	}
	return e.Kind.Code()
}

// Key is the catalogue key of the sentence for people.
func (e *Error) Key() string {
	if e.Text != "" {
		return e.Text
	}
	return "faults." + e.Name()
}

func (e *Error) Error() string {
	s := e.Name()
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if e.Err != nil {
		s = fmt.Sprintf("%s: %v", s, e.Err)
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Of returns the failure inside err; an unknown error comes back as Internal
// with err as its cause. Of(nil) is nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Err: err}
}

// Is tells whether err holds a failure of that kind.
func Is(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}
