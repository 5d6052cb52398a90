package notify

import (
	"encoding/json"
	"log/slog"
	"slices"
	"strings"

	"balcao/accounts"
	"balcao/store"
)

// tell writes the feed rows and mails of one event, with what each person
// chose.
func (p *Post) tell(tx store.Tx, n news) error {
	ready, err := Ready(tx)
	if err != nil {
		return err
	}
	part := uint64(0)
	for _, notice := range n.notices {
		k, known := kinds[notice.Kind]
		if !known {
			p.Log.Error("a notice of no known kind", slog.String("kind", notice.Kind))
			continue
		}
		for i, topic := range notice.To {
			if slices.Contains(notice.To[:i], topic) {
				continue
			}
			to, err := accounts.RecipientOf(tx, topic)
			if err != nil {
				return err
			}
			feed, mail, err := waysOf(tx, to.Account, notice.Kind, k)
			if err != nil {
				return err
			}
			part++
			if feed && to.Account != "" {
				if err := p.show(tx, n, part, notice, to); err != nil {
					return err
				}
			}
			if mail && to.Email != "" {
				if err := mails.Insert(tx, p.mailFor(n, notice, topic, ready)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// show puts the notice into the feed and tells open pages.
func (p *Post) show(tx store.Tx, n news, part uint64, notice store.Notice, to accounts.Recipient) error {
	row := Notice{
		Account: to.Account, Pos: n.pos, Part: part, ID: p.NewID(), Kind: notice.Kind, Args: notice.Args, URL: localPath(notice.URL), At: n.at,
	}
	if err := notices.Insert(tx, row); err != nil {
		return err
	}
	w, err := p.wordsTo(tx, to)
	if err != nil {
		return err
	}
	body, err := json.Marshal(w.view(row))
	if err != nil {
		return err
	}
	tx.Append(store.Event{Kind: "notice", At: n.at, Topics: []string{"account/" + to.Account}, Staff: body, Public: body})
	return nil
}

func (p *Post) mailFor(n news, notice store.Notice, topic string, ready bool) Mail {
	m := Mail{
		ID: p.NewID(), Kind: notice.Kind, To: topic, Args: notice.Args, URL: localPath(notice.URL), Link: notice.Link, Quote: notice.Quote,
		Thread: notice.Thread, At: n.at, State: Kept,
	}
	m.MessageID = m.ID + "@" + p.domain()
	if ready {
		m.State, m.Next = Waiting, n.at
	}
	return m
}

// localPath is the path if it is one of this server, else nothing: a link in a
// mail leads nowhere else.
func localPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t\x00 ") {
		return ""
	}
	return path
}
