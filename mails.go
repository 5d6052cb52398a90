package main

import (
	"strings"

	"balcao/chat"
	"balcao/notify"
	"balcao/static"
	"balcao/store"
	"balcao/tickets"
)

// openPost builds what takes word to people; it may ask every feature.
func (h *house) openPost(o notify.Options, texts *static.Catalogue) (err error) {
	o.Texts, o.Files, o.URL = texts, h.assets.Files(), func() string { return h.url }
	o.Link, o.Quote = h.mailLink, mailQuote
	h.post, err = notify.New(o)
	return err
}

// mailLink makes the single-use link that a notice names.
func (h *house) mailLink(r store.Reader, ref string) (string, error) {
	if strings.HasPrefix(ref, "answer/") {
		return h.desk.LinkOf(r, ref)
	}
	return h.registry.LinkOf(r, ref)
}

// mailQuote looks up the text that a notice names.
func mailQuote(r store.Reader, ref string) (notify.Quote, error) {
	of := chat.QuoteOf
	if strings.HasPrefix(ref, "ticket/") {
		of = tickets.QuoteOf
	}
	q, err := of(r, ref)
	return notify.Quote{Author: q.Author, At: q.At, Text: q.Text, Files: q.Files}, err
}
