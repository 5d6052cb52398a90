package web

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"github.com/gin-gonic/gin"

	"balcao/actor"
)

// newLists has a list with places of its own at /a and /b, and a whole one of
// five at /whole.
func newLists(t *testing.T) *Router {
	t.Helper()
	r := newRouter(t, io.Discard)
	everybody := Allow(actor.Everybody, "x.list")
	paged := func(c *gin.Context) error {
		limit, cursor, err := List(c, "q")
		if err != nil {
			return err
		}
		return Items(c, []string{cursor, strconv.Itoa(limit)}, "p7")
	}
	r.Handle("GET", "/a", everybody, paged)
	r.Handle("GET", "/b", everybody, paged)
	r.Handle("GET", "/whole", everybody, func(c *gin.Context) error { return Whole(c, []string{"1", "2", "3", "4", "5"}) })
	return r
}

type listed struct {
	Items []string `json:"items"`
	Next  *string  `json:"next"`
	Field string   `json:"field"`
	Code  string   `json:"code"`
}

func list(t *testing.T, r *Router, path string, headers ...string) (status int, got listed) {
	t.Helper()
	w := call(r, "GET", path, "", headers...)
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("%s: %v: %s", path, err, w.Body)
	}
	return w.Code, got
}

func TestACursorIsGoodForTheListAndTheCallerItWasGivenTo(t *testing.T) {
	r := newLists(t)
	_, first := list(t, r, "/a?view=all&limit=3")
	next := url.QueryEscape(*first.Next)
	for _, path := range []string{"/a?view=all&cursor=" + next, "/a?limit=1&q=words&view=all&lang=es&cursor=" + next} {
		if status, got := list(t, r, path); status != 200 || got.Items[0] != "p7" {
			t.Errorf("%s: %d %+v", path, status, got)
		}
	}
	for what, path := range map[string]string{
		"garbage": "/a?view=all&cursor=garbage", "short garbage": "/a?view=all&cursor=p7", "its own place alone": "/a?view=all&cursor=p7" + next,
		"cut off": "/a?view=all&cursor=" + next[:6], "no text": "/a?view=all&cursor=%ff%00", "another place": "/a?view=all&cursor=" + next + "0",
		"another view": "/a?view=mine&cursor=" + next, "no view": "/a?cursor=" + next, "another list": "/b?view=all&cursor=" + next, "a whole list": "/whole?view=all&cursor=" + next,
	} {
		if status, got := list(t, r, path); status != 422 || got.Field != "cursor" || got.Code != "bad_cursor" {
			t.Errorf("%s: %d %+v", what, status, got)
		}
	}
	if status, _ := list(t, r, "/a?view=all&cursor="+next, "X-Role", "operator"); status != 422 {
		t.Errorf("somebody else's cursor: %d", status)
	}
}

func TestLimitIsFiftyUnlessSaidAndAtMostTwoHundred(t *testing.T) {
	r := newLists(t)
	for query, want := range map[string]string{"": "50", "?limit=": "50", "?limit=1": "1", "?limit=200": "200", "?limit=201": "200"} {
		if _, got := list(t, r, "/a"+query); got.Items[1] != want {
			t.Errorf("%s: %s, want %s", query, got.Items[1], want)
		}
	}
	for _, path := range []string{"/a?limit=0", "/a?limit=-1", "/a?limit=x", "/whole?limit=0", "/whole?limit=1e3"} {
		if status, got := list(t, r, path); status != 422 || got.Field != "limit" {
			t.Errorf("%s: %d %+v", path, status, got)
		}
	}
}

func TestASmallListKeepsWhatEveryListPromises(t *testing.T) {
	r := newLists(t)
	if _, got := list(t, r, "/whole"); len(got.Items) != 5 || got.Next != nil {
		t.Errorf("unasked: %+v", got)
	}
	many := make([]string, 300)
	r.Handle("GET", "/many", Allow(actor.Everybody, "x.list"), func(c *gin.Context) error { return Whole(c, many) })
	for query, want := range map[string]int{"": 50, "?limit=7": 7, "?limit=1000": 200} {
		if _, got := list(t, r, "/many"+query); len(got.Items) != want || got.Next == nil {
			t.Errorf("300 items by %q: a page of %d, want %d and a next one", query, len(got.Items), want)
		}
	}
	for limit, pages := range map[string]int{"1": 5, "2": 3, "5": 1, "9": 1} {
		var all []string
		path, read := "/whole?limit="+limit, 0
		for cursor := ""; ; read++ {
			_, got := list(t, r, path+"&cursor="+cursor)
			all = append(all, got.Items...)
			if got.Next == nil {
				break
			}
			cursor = *got.Next
		}
		if want := []string{"1", "2", "3", "4", "5"}; !slices.Equal(all, want) || read+1 != pages {
			t.Errorf("by %s: %v in %d pages", limit, all, read+1)
		}
	}
}
