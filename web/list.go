package web

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"balcao/fault"
)

// Lists answer limit items, 50 when nobody says how many and never more than
// 200.
const (
	usualLimit = 50
	mostLimit  = 200
)

// List reads limit and cursor of a list request. A cursor that Items did not
// give this caller for this very list is a fault of the field; parameters that
// only leave out some of the list may differ.
func List(c *gin.Context, narrowing ...string) (limit int, cursor string, err error) {
	if limit, err = limitOf(c); err != nil {
		return 0, "", err
	}
	list := asked(c, narrowing)
	c.Set(listKey, list)
	cursor, err = Cursor(c, list)
	return limit, cursor, err
}

// Items answers with one page of the list that List read; next is where the
// next one begins, empty on the last page.
func Items[T any](c *gin.Context, items []T, next string) error {
	if items == nil {
		items = []T{}
	}
	var cursor *string
	if next = Next(c, c.GetString(listKey), next); next != "" {
		cursor = &next
	}
	return JSON(c, http.StatusOK, map[string]any{"items": items, "next": cursor})
}

// Whole answers with one page of a list that is at hand entire and small.
func Whole[T any](c *gin.Context, items []T) error {
	from, limit, err := Place(c)
	if err != nil {
		return err
	}
	return Part(c, items, from, limit)
}

// mostPlaces is how far a list goes in which places are counted.
const mostPlaces = 1 << 20

// Place is List of a list in which places are counted: the page wanted begins
// behind from items.
func Place(c *gin.Context) (from, limit int, err error) {
	limit, cursor, err := List(c)
	if err != nil || cursor == "" {
		return 0, limit, err
	}
	if from, err = strconv.Atoi(cursor); err != nil || from < 0 || from > mostPlaces {
		return 0, 0, badCursor()
	}
	return from, limit, nil
}

// Part answers with the page that Place read. Items may end one behind it,
// which tells that there is another page.
func Part[T any](c *gin.Context, items []T, from, limit int) error {
	from = min(from, len(items))
	to, next := min(from+limit, len(items)), ""
	if to < len(items) {
		next = strconv.Itoa(to)
	}
	return Items(c, items[from:to], next)
}

func limitOf(c *gin.Context) (int, error) {
	s := c.Query("limit")
	if s == "" {
		return usualLimit, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, fault.Field("limit", "bad_limit")
	}
	return min(n, mostLimit), nil
}

// Cursor reads the place in the named list that ?cursor= says; empty = from the
// beginning. What Next did not give this caller for that list is a fault of the
// field, rather than some place or none.
func Cursor(c *gin.Context, list string) (string, error) {
	said := c.Query("cursor")
	if said == "" {
		return "", nil
	}
	if len(said) <= markLength || said != Next(c, list, said[markLength:]) {
		return "", badCursor()
	}
	return said[markLength:], nil
}

// Next is the cursor of a place in the named list, empty for no place.
func Next(c *gin.Context, list, place string) string {
	if place == "" {
		return ""
	}
	return mark(Actor(c).Topic(), c.Request.URL.Path, list, place) + place
}

// asked names the list that the query chooses: all it says but how much of it
// and from where on.
func asked(c *gin.Context, narrowing []string) string {
	query := c.Request.URL.Query()
	for name := range query {
		if query.Get(name) == "" || slices.Contains(whereabouts, name) || slices.Contains(narrowing, name) {
			query.Del(name)
		}
	}
	return query.Encode()
}

var whereabouts = []string{"limit", "cursor", "after", "before", "lang"}

// mark tells cursors of one list from those of others and from garbage. It
// keeps nothing secret: a place is looked for among what the caller may see.
func mark(parts ...string) string {
	sum := crc32.NewIEEE()
	for _, part := range parts {
		_, _ = sum.Write(append([]byte(part), 0))
	}
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, sum.Sum32()))
}

// markLength is how many characters mark has.
const markLength = 6

func badCursor() error { return fault.Field("cursor", "bad_cursor") }
