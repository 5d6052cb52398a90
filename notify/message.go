package notify

import (
	gomail "github.com/wneessen/go-mail"
)

// message is the letter in the form of RFC 5322. Everything that people chose
// goes through the library's encoders, in one line: a header holds nothing but
// itself.
func (l letter) message() *gomail.Msg {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	from, to := l.from, l.to
	m.FromMailAddress(&from)
	m.ToMailAddress(&to)
	m.SetDateWithValue(l.at)
	m.SetMessageIDWithValue(l.id)
	if l.thread != "" {
		// A mail that was never sent: what names the same one is shown together.
		m.SetGenHeaderPreformatted(gomail.HeaderInReplyTo, "<"+l.thread+">")
		m.SetGenHeaderPreformatted(gomail.HeaderReferences, "<"+l.thread+">")
	}
	m.Subject(l.subject)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no machine answers
	m.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	m.SetBodyString(gomail.TypeTextPlain, l.text)
	m.AddAlternativeString(gomail.TypeTextHTML, l.html)
	return m
}
