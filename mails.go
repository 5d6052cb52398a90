package main

import (
	"strings"

	"balcao/accounts"
	"balcao/actor"
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
	if strings.HasPrefix(ref, "invitation-request/") {
		q, err := accounts.QuoteOf(r, ref)
		return notify.Quote{Author: q.Author, At: q.At, Text: q.Text}, err
	}
	of := chat.QuoteOf
	if strings.HasPrefix(ref, "ticket/") {
		of = tickets.QuoteOf
	}
	q, err := of(r, ref)
	return notify.Quote{Author: q.Author, At: q.At, Text: q.Text, Files: q.Files}, err
}

// noticeChoices are the lines of the profile's table; what is always sent is
// not among them.
func noticeChoices(r store.Reader, who actor.Actor) ([]accounts.NoticeChoice, error) {
	all, err := notify.Choices(r, who)
	var list []accounts.NoticeChoice
	for _, c := range all {
		if !c.Fixed {
			list = append(list, accounts.NoticeChoice{Kind: c.Kind, Feed: c.Feed, Mail: c.Mail})
		}
	}
	return list, err
}

func chooseNotices(tx store.Tx, who actor.Actor, chosen []accounts.NoticeChoice) error {
	var changes []notify.ChoiceChange
	for _, c := range chosen {
		changes = append(changes, notify.ChoiceChange{Kind: c.Kind, Feed: &c.Feed, Mail: &c.Mail})
	}
	return notify.Choose(tx, who, changes)
}
