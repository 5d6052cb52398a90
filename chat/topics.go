package chat

import (
	"errors"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// Topics is what the actor is entitled to beside his own: the departments he
// works in, every one for those who supervise; to a customer who sees the
// company's tickets what happens to them.
func Topics(r store.Reader, a actor.Actor) ([]string, error) {
	if !a.Staff() {
		return companyTopics(r, a)
	}
	ids, err := queuesOf(r, a)
	if err != nil {
		return nil, err
	}
	topics := make([]string, 0, len(ids))
	for _, id := range ids {
		topics = append(topics, "department/"+id)
	}
	return topics, nil
}

// companyTopics reads the account anew: the manager may have changed since the
// socket was opened what it sees.
func companyTopics(r store.Reader, a actor.Actor) ([]string, error) {
	if a.Role != actor.Customer {
		return nil, nil
	}
	fresh, err := accounts.AccountOf(r, a.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && fresh.Company == "" {
		return nil, nil
	}
	if err != nil || !fresh.Manager && !fresh.Access.Reaches(actor.ReadCompany) {
		return nil, err
	}
	return []string{"company/" + fresh.Company}, nil
}

// Counts are the numbers in the console's rail.
type Counts struct {
	Mine  int `json:"mine"`
	Queue int `json:"queue"`
	All   int `json:"all"`
}

// CountsOf counts for the actor without reading a conversation. All counts
// those of every department.
func CountsOf(r store.Reader, a actor.Actor) (Counts, error) {
	var n Counts
	var err error
	if n.Mine, err = conversations.Count(r, "operator", a.ID); err != nil {
		return n, err
	}
	if n.All, err = conversations.Count(r, "open"); err != nil {
		return n, err
	}
	ids, err := queuesOf(r, a)
	if err != nil {
		return n, err
	}
	for _, id := range ids {
		waiting, err := waitings.Count(r, "", id)
		if err != nil {
			return n, err
		}
		n.Queue += waiting
	}
	return n, nil
}

// snapshotLimit is how many conversations a snapshot lists of each kind.
const snapshotLimit = 200

// Snapshot is what a client starts from after a reset: for staff the inbox,
// the operators and the departments; for customers their conversations.
func (d *Desk) Snapshot(r store.Reader, a actor.Actor) (any, error) {
	lists := map[string]string{"conversations": ""}
	if a.Staff() {
		lists = map[string]string{"mine": "mine", "queue": "queue", "all": "all"}
	}
	state := map[string]any{}
	for key, view := range lists {
		items, _, err := d.list(r, a, Listing{View: view, Limit: snapshotLimit})
		if err != nil {
			return nil, err
		}
		state[key] = items
	}
	if !a.Staff() {
		return state, nil
	}
	var err error
	if state["operators"], err = operators(r, d.now()); err != nil {
		return nil, err
	}
	if state["counts"], err = CountsOf(r, a); err != nil {
		return nil, err
	}
	deps := []Department{}
	for dep, err := range departments.All(r) {
		if err != nil {
			return nil, err
		}
		deps = append(deps, dep)
	}
	state["departments"] = deps
	return state, nil
}
