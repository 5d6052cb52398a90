package check

import (
	"strings"
	"testing"
)

const soundTrace = `201 pwrite64(7, "\1\2"..., 8192, 32768) = 8192
201 fdatasync(7)                        = 0
201 pwrite64(7, "\3"..., 4096, 0 <unfinished ...>
205 write(9, "\201~\0\200{\"t\":\"event\",\"n\":1}", 64) = 64
201 <... pwrite64 resumed>)             = 4096
201 fdatasync(7 <unfinished ...>
201 <... fdatasync resumed>)            = 0
205 write(9, "\201~\0\200{\"t\":\"ok\",\"cmid\":\"a\"}", 64 <unfinished ...>
205 <... write resumed>)                = 64
`

func TestAnOkAfterTwoSyncsPasses(t *testing.T) {
	oks, found, err := Synced(strings.NewReader(soundTrace + soundTrace))
	if err != nil || oks != 2 || len(found) != 0 {
		t.Fatalf("%d ok, %v, %v", oks, found, err)
	}
}

func TestAnOkWithoutASyncOrBeforeItsEndIsFound(t *testing.T) {
	for name, cut := range map[string]string{
		"none":    "fdatasync",
		"meta's":  "<... fdatasync resumed>",
		"failed ": "",
	} {
		broken := ""
		for line := range strings.Lines(soundTrace) {
			switch {
			case cut == "":
				broken += strings.Replace(line, "resumed>)            = 0", "resumed>)            = -1 EIO", 1)
			case !strings.Contains(line, cut):
				broken += line
			}
		}
		oks, found, err := Synced(strings.NewReader(broken))
		if err != nil || oks != 1 || len(found) != 1 || found[0].Check != "C1" {
			t.Errorf("%s sync: %d ok, %v, %v", name, oks, found, err)
		}
	}
}
