package accounts

import (
	"strings"

	"balcao/fault"
	"balcao/store"
)

// LinkOf is the path of the single-use link that a notice names, such as
// "invitation/ID" → "/invite#CODE". The code is derived now and kept nowhere;
// what is over by now is missing.
func (g *Registry) LinkOf(r store.Reader, ref string) (string, error) {
	kind, id, _ := strings.Cut(ref, "/")
	link, ok := g.links()[kind]
	if !ok {
		return "", fault.Missing()
	}
	return link(r, id)
}

// links is who makes the links of each kind.
func (g *Registry) links() map[string]func(r store.Reader, id string) (string, error) {
	return map[string]func(store.Reader, string) (string, error){
		"invitation": g.linkOfInvitation,
		resetKind:    g.resetLink,
		emailKind:    g.emailLink,
	}
}
