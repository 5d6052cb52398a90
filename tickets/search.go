package tickets

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"balcao/actor"
	"balcao/store"
	"balcao/text"
)

// Found is one hit of a search, in the flat shape of http.md.
type Found struct {
	Kind    string    `json:"kind"` // ticket
	Title   string    `json:"title"`
	URL     string    `json:"url"`
	Snippet string    `json:"snippet"`
	Number  uint64    `json:"number"`
	Status  Status    `json:"status"`
	At      time.Time `json:"at"`
}

// mostSearched is how many of the newest tickets a search reads; a plain scan
// is enough until there is an index.
const mostSearched = 5_000

// Search finds tickets the actor may see, newest first: a number, or words in
// title, description, people, tags or what was written on the ticket.
func Search(r store.Reader, a actor.Actor, q string, limit int) ([]Found, error) {
	words := strings.Fields(folded(q))
	if len(words) == 0 || a.Access == actor.NoTickets {
		return nil, nil
	}
	index, parts := Filter{}.index(a)
	p := peopleFor(r, a)
	var hits []Found
	read := 0
	for t, err := range tickets.ByReverse(r, index, parts...) {
		if err != nil {
			return nil, err
		}
		if read++; read > mostSearched || len(hits) >= limit {
			break
		}
		snippet, ok, err := match(p, t, words)
		if err != nil {
			return nil, err
		}
		if ok {
			hits = append(hits, Found{Kind: "ticket", Title: t.Title, URL: pageOf(t, a), Snippet: snippet, Number: t.Number, Status: t.Status, At: t.UpdatedAt})
		}
	}
	return hits, nil
}

func match(p *people, t Ticket, words []string) (string, bool, error) {
	all, err := p.words(t)
	if err != nil {
		return "", false, err
	}
	if holds(all, words) {
		return text.Excerpt(text.Plain(t.Description), 160), true, nil
	}
	for e, err := range entries.All(p.r, t.Number) {
		if err != nil {
			return "", false, err
		}
		if e.Text == "" || e.Kind == KindChange || e.Kind == KindNote && !p.staff {
			continue
		}
		if holds(folded(e.Text), words) {
			return text.Excerpt(text.Plain(e.Text), 160), true, nil
		}
	}
	return "", false, nil
}

func holds(s string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(s, w) })
}

// words is everything of a ticket that a search looks at, folded.
func (p *people) words(t Ticket) (string, error) {
	if p.stranger {
		t = t.forVisitor()
	}
	contact, err := p.of(t.Contact)
	if err != nil {
		return "", err
	}
	parts := []string{
		"#" + strconv.FormatUint(t.Number, 10), t.Title, t.Description, t.Steps, t.Product, t.Version, contact.Name, contact.Email,
	}
	if p.staff {
		parts = append(append(parts, t.Tags...), t.Environment)
	}
	return folded(strings.Join(parts, "\n")), nil
}

// Similar returns tickets of the actor (of everybody, for staff) whose titles
// share words with the one being typed, best first.
func (k *Tracker) Similar(ctx context.Context, a actor.Actor, title string) (hits []Found, err error) {
	words := meaningful(title)
	if len(words) == 0 || a.Access == actor.NoTickets {
		return nil, nil
	}
	type scored struct {
		Found
		score int
	}
	var best []scored
	err = k.Store.View(ctx, func(r store.Reader) error {
		best = nil
		index, parts := Filter{}.index(a)
		read := 0
		for t, err := range tickets.ByReverse(r, index, parts...) {
			if err != nil {
				return err
			}
			if read++; read > mostSearched {
				break
			}
			score := 0
			theirs := meaningful(t.Title)
			for _, w := range words {
				if slices.Contains(theirs, w) {
					score++
				}
			}
			if score > 0 && 2*score >= min(len(words), len(theirs)) {
				best = append(best, scored{Found{Kind: "ticket", Title: t.Title, URL: pageOf(t, a), Number: t.Number, Status: t.Status, At: t.UpdatedAt}, score})
			}
		}
		return nil
	})
	slices.SortStableFunc(best, func(x, y scored) int { return y.score - x.score })
	for _, s := range best[:min(len(best), 5)] {
		hits = append(hits, s.Found)
	}
	return hits, err
}

// meaningful are the folded words of a title that are more than glue.
func meaningful(title string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(folded(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) > 2 && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// folded is lower case without accents, as people type when they search.
func folded(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

func pageOf(t Ticket, a actor.Actor) string {
	if a.Staff() {
		return "/console/tickets/" + strconv.FormatUint(t.Number, 10)
	}
	return "/tickets/" + strconv.FormatUint(t.Number, 10)
}
