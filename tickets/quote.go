package tickets

import (
	"errors"
	"strconv"
	"strings"

	"balcao/accounts"
	"balcao/chat"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
	"balcao/text"
)

// entryRef is how a notice names an answer.
func entryRef(number, seq uint64) string {
	return ref(number) + "/entry/" + strconv.FormatUint(seq, 10)
}

// QuoteOf returns the answer that a notice quotes as ticket/NUMBER/entry/SEQ,
// for customers' eyes. What is not theirs to read, or gone, is fault.NotFound.
func QuoteOf(r store.Reader, ref string) (chat.Quote, error) {
	rest, ok := strings.CutPrefix(ref, "ticket/")
	number, entry, of := strings.Cut(rest, "/entry/")
	n, err := strconv.ParseUint(number, 10, 64)
	seq, bad := strconv.ParseUint(entry, 10, 64)
	if !ok || !of || err != nil || bad != nil {
		return chat.Quote{}, fault.Missing()
	}
	e, err := entries.Get(r, n, seq)
	if errors.Is(err, store.ErrNotFound) || err == nil && e.Kind != KindReply {
		return chat.Quote{}, fault.Missing()
	}
	if err != nil {
		return chat.Quote{}, err
	}
	by, err := accounts.PersonOf(r, e.Author)
	if err != nil {
		return chat.Quote{}, err
	}
	q := chat.Quote{Author: by.Name, At: e.At, Text: e.Text}
	list, err := files.List(r, e.Files)
	for _, f := range list {
		q.Files = append(q.Files, text.Line(f.Name))
	}
	return q, err
}
