package tickets

import (
	"balcao/actor"
	"balcao/store"
)

// Own counts the tickets the actor may see that are not done yet, and the
// requests without cover that wait.
func Own(r store.Reader, a actor.Actor) (open, waiting int, err error) {
	if a.Access == actor.NoTickets {
		return 0, 0, nil
	}
	index, parts := Filter{}.index(a)
	read := 0
	for t, err := range tickets.ByReverse(r, index, parts...) {
		if err != nil {
			return 0, 0, err
		}
		if read++; read > mostSearched {
			break
		}
		if t.Status.Active() {
			open++
		}
	}
	for q, err := range requests.By(r, indexOwner, a.Topic()) {
		if err != nil {
			return 0, 0, err
		}
		if q.State == requestOpen {
			waiting++
		}
	}
	return open, waiting, nil
}
