// Package notify brings word of events to people: a feed in the portal and
// mail. Features say in an event who is to be told and of what; this package
// follows the log and knows by which way.
package notify

import (
	"crypto/x509"
	"fmt"
	html "html/template"
	"io/fs"
	"log/slog"
	"sync"
	text "text/template"
	"time"

	"balcao/seal"
	"balcao/static"
	"balcao/store"
)

// Options are what a Post stands on.
type Options struct {
	Store store.Store
	Clock func() time.Time
	NewID func() string
	Log   *slog.Logger
	Key   seal.Key // seals the mail server's password
	Texts *static.Catalogue
	Files fs.FS // holds mail/notice.html and mail/notice.txt
	// URL is the configured public address, without a slash at its end: every
	// link in a mail begins with it.
	URL func() string
	// Link is the path of the single-use link that a notice names; what is over
	// by now is a NotFound or Gone fault.
	Link func(r store.Reader, ref string) (string, error)
	// Quote is the text that a notice names; NotFound when it is gone.
	Quote func(r store.Reader, ref string) (Quote, error)
	// Roots are who may vouch for the mail server; nil = whom the system trusts.
	Roots *x509.CertPool
	// Patience is how long a mail server may take for one mail; 0 = 30 s.
	Patience time.Duration
}

// Quote is what somebody wrote, looked up when the mail is made.
type Quote struct {
	Author string
	At     time.Time
	Text   string   // Markdown
	Files  []string // names
}

// Post takes word to people.
type Post struct {
	Options
	html *html.Template
	text *text.Template
	wake chan struct{} // there may be something to send

	mu     sync.Mutex
	outage outage
}

// New returns a Post. Call Run beside it.
func New(o Options) (*Post, error) {
	if o.Patience == 0 {
		o.Patience = 30 * time.Second
	}
	p := &Post{Options: o, wake: make(chan struct{}, 1)}
	var err error
	if p.html, err = html.ParseFS(o.Files, "mail/notice.html"); err != nil {
		return nil, fmt.Errorf("notify: %w", err)
	}
	if p.text, err = text.ParseFS(o.Files, "mail/notice.txt"); err != nil {
		return nil, fmt.Errorf("notify: %w", err)
	}
	return p, nil
}

// now is as exact as rows and headers keep it.
func (p *Post) now() time.Time { return p.Clock().UTC().Truncate(time.Millisecond) }

// kick has the outbox looked at.
func (p *Post) kick() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}
