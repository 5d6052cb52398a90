package notify

import (
	html "html/template"
	"regexp"
	"strings"

	"balcao/text"
)

// quote is what somebody wrote, as both parts of a mail show it.
type quote struct {
	Head  string
	Text  []string // lines
	HTML  html.HTML
	Files []string
}

var blank = regexp.MustCompile(`\n\s*\n`)

func quoted(w words, q Quote) *quote {
	out := &quote{HTML: html.HTML(text.Ticket(q.Text))} //nolint:gosec // sanitised by package text
	if plain := text.Plain(q.Text); plain != "" {
		out.Text = strings.Split(blank.ReplaceAllString(plain, "\n\n"), "\n")
	}
	for _, name := range q.Files {
		out.Files = append(out.Files, defused(text.Excerpt(name, 100)))
	}
	if name := defused(text.Line(q.Author)); name != "" {
		out.Head = w.t("mail.wrote", map[string]any{"name": name})
	}
	return out
}
