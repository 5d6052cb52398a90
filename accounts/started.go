package accounts

import "balcao/store"

// Step is one line of Getting started.
type Step struct {
	ID   string `json:"id"`
	Done bool   `json:"done"`
}

// GettingStarted lists what makes the house ready, in order.
func (g *Registry) GettingStarted(r store.Reader) ([]Step, error) {
	s, err := decided(r)
	if err != nil {
		return nil, err
	}
	team := 0
	for _, err := range Staff(r) {
		if err != nil {
			return nil, err
		}
		if team++; team > 1 {
			break
		}
	}
	done := g.Progress(r)
	return []Step{
		{"name", s.Name != ""},
		{"language", s.Locale != ""},
		{"team", team > 1},
		{"sites", done["sites"]},
		{"snippet", done["snippet"]},
		{"test_chat", done["test_chat"]},
	}, nil
}
