package check

import (
	"strings"
	"testing"
)

const soundTrace = `201 pwrite64(8, "\1\2"..., 4096, 32768 <unfinished ...>
205 write(9, "\201~\0\200{\"t\":\"event\",\"n\":1}", 64) = 64
201 <... pwrite64 resumed>)             = 4096
201 fdatasync(8 <unfinished ...>
201 <... fdatasync resumed>)            = 0
201 pwrite64(7, "\3"..., 4096, 0)       = 4096
205 write(9, "\201~\0\200{\"t\":\"ok\",\"cmid\":\"a\"}", 64 <unfinished ...>
205 <... write resumed>)                = 64
`

func TestAnOkAfterASyncOfWhatWasWrittenPasses(t *testing.T) {
	oks, found, err := Synced(strings.NewReader(soundTrace + soundTrace))
	if err != nil || oks != 2 || len(found) != 0 {
		t.Fatalf("%d ok, %v, %v", oks, found, err)
	}
}

func TestAnOkWithoutASyncOfItsFileBeforeItIsFound(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"no sync":            func(s string) string { return without(s, "fdatasync") },
		"no end of the sync": func(s string) string { return without(s, "fdatasync resumed") },
		"a sync that failed": func(s string) string {
			return strings.Replace(s, "fdatasync resumed>)            = 0", "fdatasync resumed>)            = -1 EIO", 1)
		},
		"another file's sync": func(s string) string { return strings.Replace(s, "fdatasync(8", "fdatasync(7", 1) },
		"a sync begun earlier": func(s string) string {
			return "202 fdatasync(8 <unfinished ...>\n" + strings.ReplaceAll(without(s, "fdatasync(8"), "201 <... fdatasync", "202 <... fdatasync")
		},
		"a write that goes on": func(s string) string { return without(s, "pwrite64 resumed") },
	} {
		oks, found, err := Synced(strings.NewReader(change(soundTrace)))
		if err != nil || oks != 1 || len(found) != 1 || found[0].Check != "C1" {
			t.Errorf("%s: %d ok, %v, %v", name, oks, found, err)
		}
	}
}

func without(s, what string) (left string) {
	for line := range strings.Lines(s) {
		if !strings.Contains(line, what) {
			left += line
		}
	}
	return left
}
