package live

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWhatIsPackedStaysAsItWas(t *testing.T) {
	for name, p := range map[string]*press{"packed": {}, "as it is": nil} {
		t.Run(name, func(t *testing.T) {
			type one struct {
				*entry
				want string
			}
			var all []one
			for i := range 5000 {
				long := strings.Repeat("x", i%100)
				if i%1000 == 0 {
					long = strings.Repeat("x", 3*pressBytes)
				}
				e := p.entry()
				e.pos, e.conv = uint64(i), p.text(long+fmt.Sprint("conv", i))
				e.staff = p.keep(append(p.room(8), fmt.Sprint(long, "body", i)...))
				e.topics = p.list([]string{fmt.Sprint("a", i), "b"}[:i%3%2+1])
				all = append(all, one{e, long})
			}
			for i, o := range all {
				if o.pos != uint64(i) || o.conv != o.want+fmt.Sprint("conv", i) || string(o.staff) != fmt.Sprint(o.want, "body", i) || o.topics[0] != fmt.Sprint("a", i) {
					t.Fatalf("entry %d has become %d %q %q %q", i, o.pos, o.conv, o.staff, o.topics)
				}
			}
			if p.list(nil) != nil && len(p.list(nil)) > 0 || !slices.Equal(p.list([]string{"a"}), []string{"a"}) {
				t.Error("lists")
			}
		})
	}
}
