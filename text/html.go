package text

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Chat renders a chat message: paragraphs, line breaks as typed, links, code,
// emphasis, quotes and lists; no headings, pictures or tables. Raw HTML comes
// out as visible text. The result is safe to insert into a page.
func Chat(s string) string {
	if unmarked(s) {
		return "<p>" + s + "</p>"
	}
	return render(chatMarkdown(), chatPolicy(), s)
}

// Ticket renders the Markdown of tickets, replies and notes: what Chat knows
// and headings, tables, rules and strikethrough.
func Ticket(s string) string { return render(ticketMarkdown(), ticketPolicy(), s) }

// Plain returns Markdown as the text a person reads, for mails and excerpts.
func Plain(markdown string) string { return Read(Ticket(markdown)) }

// Read returns the text a person reads in what Chat or Ticket rendered.
func Read(rendered string) string {
	s := strings.TrimSuffix(strings.TrimPrefix(rendered, "<p>"), "</p>")
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	s = tags.ReplaceAllString(strings.ReplaceAll(s, "</p>", "\n\n"), "")
	return strings.TrimSpace(html.UnescapeString(s))
}

var tags = regexp.MustCompile(`<[^>]*>`)

func render(md goldmark.Markdown, policy *bluemonday.Policy, s string) string {
	var b bytes.Buffer
	if err := md.Convert([]byte(s), &b); err != nil {
		return "<p>" + html.EscapeString(s) + "</p>"
	}
	return strings.TrimSpace(policy.Sanitize(b.String()))
}

var chatMarkdown = sync.OnceValue(func() goldmark.Markdown {
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(linkify...), 999)))
	return goldmark.New(goldmark.WithParser(p), goldmark.WithRendererOptions(ghtml.WithHardWraps()), rawAsText)
})

var ticketMarkdown = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.NewLinkify(linkify...)),
		goldmark.WithRendererOptions(ghtml.WithHardWraps()), rawAsText)
})

var linkify = []extension.LinkifyOption{extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})}

// rawAsText renders raw HTML as the characters that were typed: <nome> may not
// vanish from what a customer wrote.
var rawAsText = goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(raw{}, 1)))

type raw struct{}

func (raw) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindRawHTML, func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			segments := n.(*ast.RawHTML).Segments
			for i := range segments.Len() {
				at := segments.At(i)
				_, _ = w.WriteString(html.EscapeString(string(at.Value(src))))
			}
		}
		return ast.WalkSkipChildren, nil
	})
	reg.Register(ast.KindHTMLBlock, func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		block := n.(*ast.HTMLBlock)
		if entering {
			_, _ = w.WriteString("<p>")
			var b strings.Builder
			for i := range block.Lines().Len() {
				at := block.Lines().At(i)
				b.Write(at.Value(src))
			}
			if block.HasClosure() {
				b.Write(block.ClosureLine.Value(src))
			}
			text := html.EscapeString(strings.TrimRight(b.String(), "\n"))
			_, _ = w.WriteString(strings.ReplaceAll(text, "\n", "<br>"))
			_, _ = w.WriteString("</p>\n")
		}
		return ast.WalkContinue, nil
	})
}

func basePolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(false)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	return p
}

var chatPolicy = sync.OnceValue(basePolicy)

var ticketPolicy = sync.OnceValue(func() *bluemonday.Policy {
	p := basePolicy()
	p.AllowElements("h1", "h2", "h3", "h4", "hr", "del", "table", "thead", "tbody", "tr", "th", "td")
	return p
})
