package notify

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"balcao/accounts"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// letter is a mail as it goes out.
type letter struct {
	id, thread string // Message-ID and the one that mails are kept together by
	at         time.Time
	from, to   mail.Address
	subject    string
	text, html string
}

// Why a mail is not made any more.
const (
	reasonNobody  = "nobody"  // nobody has an address there
	reasonOver    = "over"    // its link has been used, revoked, or is too old
	reasonGaveUp  = "gave_up" // the server would not take it for days
	reasonUnmade  = "unmade"  // a fault of ours
	reasonRefused = "refused" // by the mail server, whose words stand beside it
)

// pointless is a mail that would say nothing, or nobody would read.
type pointless string

func (p pointless) Error() string { return "notify: mail is pointless: " + string(p) }

// page is what the templates see.
type page struct {
	Lang, Brand, Initial, Accent, Home string
	Subject, Greeting                  string
	Text                               []string // paragraphs
	Quote                              *quote
	Code, CodeLabel                    string
	URL, Button                        string
	After                              []string
	Why, Choose, ChooseURL             string
}

// compose makes the mail as it is to be read now.
func (p *Post) compose(r store.Reader, s Settings, m Mail) (letter, error) {
	to, err := accounts.RecipientOf(r, m.To)
	if err != nil {
		return letter{}, err
	}
	if to.Email == "" {
		return letter{}, pointless(reasonNobody)
	}
	w, err := p.wordsTo(r, to)
	if err != nil {
		return letter{}, err
	}
	v, err := p.fill(r, w, m, to)
	if err != nil {
		return letter{}, err
	}
	l := letter{id: m.MessageID, at: m.At, from: w.sender(s), to: addressee(to.Name, to.Email)}
	if m.Thread != "" {
		l.thread = threadID(m.Thread) + ".thread@" + p.domain()
	}
	return p.print(v, l)
}

func (w words) sender(s Settings) mail.Address {
	return addressee(cmp.Or(s.FromName, w.brand.Name), s.From)
}

func addressee(name, address string) mail.Address {
	return mail.Address{Name: text.Excerpt(text.Line(name), 100), Address: wireAddress(address)}
}

// threadID is a reference as it may stand in a Message-ID: ticket.1042.
func threadID(ref string) string {
	id := strings.ReplaceAll(ref, "/", ".")
	for i := range len(id) {
		if c := id[i]; c != '.' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') || len(id) > 80 {
			sum := sha256.Sum256([]byte(ref))
			return hex.EncodeToString(sum[:16])
		}
	}
	return id
}

// print makes both parts of the letter.
func (p *Post) print(v page, l letter) (letter, error) {
	l.subject = v.Subject
	var b bytes.Buffer
	if err := p.text.Execute(&b, v); err != nil {
		return l, err
	}
	l.text = b.String()
	b.Reset()
	err := p.html.Execute(&b, v)
	l.html = b.String()
	return l, err
}

// fill gathers what the mail says. What was written is shown to people whose
// address is proved; to others only that there is something.
func (p *Post) fill(r store.Reader, w words, m Mail, to accounts.Recipient) (page, error) {
	k, args, key := kinds[m.Kind], w.args(m.Kind, m.Args), "mail."+m.Kind
	v := page{
		Lang: w.lang, Brand: text.Line(w.brand.Name), Accent: accent(w.brand.Hue), Home: p.URL(), Subject: text.Excerpt(text.Line(w.t(key+".subject", args)), 250),
		Text: paragraphs(w.t(key+".text", args)), After: paragraphs(w.optional(key+".after", args)),
		Greeting: w.t("mail.hello_all", nil), Why: w.t("mail.why", map[string]any{"installation": text.Line(w.brand.Name)}),
	}
	if r := []rune(v.Brand); len(r) > 0 {
		v.Initial = strings.ToUpper(string(r[:1]))
	}
	if name := defused(text.Line(to.Name)); name != "" {
		v.Greeting = w.t("mail.hello", map[string]any{"name": name})
	}
	if to.Account != "" && !k.fixed {
		v.Choose, v.ChooseURL = w.t("mail.choose", nil), p.URL()+choicesPath
	}
	path := m.URL
	if m.Link != "" {
		link, err := p.Link(r, m.Link)
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
			return v, pointless(reasonOver)
		}
		if err != nil {
			return v, err
		}
		path = localPath(link)
		if _, code, found := strings.Cut(link, "#"); found && w.texts.Has(key+".code") {
			v.Code, v.CodeLabel = grouped(code), w.t(key+".code", nil)
		}
	}
	if path != "" {
		v.URL, v.Button = p.URL()+path, cmp.Or(w.optional(key+".button", args), w.t("mail.open", nil))
	}
	if m.Quote == "" || !to.Verified && !k.stranger {
		return v, nil
	}
	q, err := p.Quote(r, m.Quote)
	if fault.Is(err, fault.NotFound) {
		return v, nil // erased since
	}
	if err != nil {
		return v, err
	}
	v.Quote = quoted(w, q)
	return v, nil
}

// grouped is a code as people copy it by hand.
func grouped(code string) string {
	var groups []string
	for len(code) >= 10 {
		groups, code = append(groups, code[:5]), code[5:]
	}
	return strings.Join(append(groups, code), "-")
}

func paragraphs(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// wireAddress has the domain as mail servers know it; without line ends, which
// no address that was accepted has.
func wireAddress(address string) string {
	address = text.Line(address)
	name, domain, _ := strings.Cut(address, "@")
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		domain = ascii
	}
	return name + "@" + domain
}

// domain is what Message-IDs end with: this server's name.
func (p *Post) domain() string {
	u, err := url.Parse(p.URL())
	if err != nil || u.Hostname() == "" {
		return "localhost"
	}
	if strings.Contains(u.Hostname(), ":") {
		return "[IPv6:" + u.Hostname() + "]"
	}
	return u.Hostname()
}
