package bolt

import (
	"os"
	"time"

	"balcao/metrics"
)

// Stats is what the writer has done since the store was opened; all of it may
// be read at any time.
type Stats struct {
	Commit     *metrics.Histogram // time a commit with its sync took
	Checkpoint *metrics.Histogram // time a checkpoint took, beside the writer
	Group      *metrics.Histogram // functions in it
	Wait       *metrics.Histogram // time from the call of a function to its turn
	Refused    metrics.Counter    // functions that met a full queue
	Failed     metrics.Counter    // commits that were not made
}

func (s *Stats) open() {
	s.Commit, s.Group, s.Wait, s.Checkpoint = metrics.Durations(), metrics.Sizes(), metrics.Durations(), metrics.Durations()
}

// begins counts how long the functions have waited for their turn.
func (s *Stats) begins(calls []*call) {
	now := time.Now()
	for _, c := range calls {
		s.Wait.Observe(int64(now.Sub(c.at)))
	}
}

// ends counts a commit, also one that failed.
func (s *Stats) ends(began time.Time, functions int, err error) {
	s.Commit.Since(began)
	if err != nil {
		s.Failed.Inc()
		return
	}
	s.Group.Observe(int64(functions))
}

// Stats is what the writer has done.
func (s *Store) Stats() *Stats { return &s.stats }

// Failed tells whether a commit ended in an unknown state: nothing is written
// any more.
func (s *Store) Failed() bool { return s.failed.Load() != nil }

// Size is how large the data file is.
func (s *Store) Size() (int64, error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
