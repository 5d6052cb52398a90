package main

import (
	"fmt"
	"net/url"
	"testing"
)

func TestASearchIsReadPageByPageWithNothingTwiceAndNoKindHidden(t *testing.T) {
	s := serveFolder(t, newFolder(t))
	admin := s.signIn("a@balcao.test", adminPassword)
	for i := range 25 {
		admin.want(201, "POST", "/api/v1/tickets", object{"title": fmt.Sprintf("Import %d stops", i)})
	}
	for i := range 3 {
		s.visitor().want(201, "POST", "/api/v1/conversations", object{"cmid": newCMID(), "text": fmt.Sprintf("The import %d hangs", i), "new": object{"site": "default"}})
	}
	for query, want := range map[string]struct{ first, all int }{
		"q=import": {28, 28}, "q=import&limit=1": {1, 28}, "q=import&limit=5": {5, 28}, "q=import&limit=1000": {28, 28},
		"q=import&kinds=ticket&limit=24": {24, 25}, "q=import&kinds=conversation&limit=2": {2, 3}, "q=nowhere&limit=2": {0, 0}, "limit=2": {0, 0},
	} {
		seen, first := map[any]bool{}, -1
		for cursor := ""; ; {
			page := admin.want(200, "GET", "/api/v1/search?"+query+"&cursor="+url.QueryEscape(cursor), nil)
			items := page["items"].([]any)
			for _, hit := range items {
				at := hit.(map[string]any)["url"]
				if seen[at] {
					t.Errorf("%s: %v twice", query, at)
				}
				seen[at] = true
			}
			if first < 0 {
				first = len(items)
			}
			next, more := page["next"].(string)
			if !more || len(items) == 0 {
				break
			}
			cursor = next
		}
		if len(seen) != want.all || first != want.first {
			t.Errorf("%s: %d hits, %d on the first page; want %+v", query, len(seen), first, want)
		}
	}
	kinds := map[any]int{}
	for _, hit := range admin.want(200, "GET", "/api/v1/search?q=import&limit=6", nil)["items"].([]any) {
		kinds[hit.(map[string]any)["kind"]]++
	}
	if kinds["ticket"] != 3 || kinds["conversation"] != 3 {
		t.Errorf("of six hits %v", kinds)
	}
	for _, limit := range []string{"0", "-1", "x"} {
		if f := admin.want(422, "GET", "/api/v1/search?q=import&limit="+limit, nil); f["field"] != "limit" {
			t.Errorf("limit %s: %v", limit, f)
		}
	}
	admin.want(422, "GET", "/api/v1/search?q=other&cursor="+url.QueryEscape("AAAAAA5"), nil)
}
