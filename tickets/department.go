package tickets

import (
	"errors"

	"balcao/chat"
	"balcao/fault"
	"balcao/store"
)

// departments reads the rows that chat keeps.
var departments = store.NewTable("department", func(d chat.Department) []any { return []any{d.ID} })

// departmentOf tells that the department exists; "" finds the default one.
func departmentOf(r store.Reader, id string) (string, error) {
	if id != "" {
		_, err := departments.Get(r, id)
		if errors.Is(err, store.ErrNotFound) {
			return "", fault.Field("department", "no_such_department")
		}
		return id, err
	}
	first := ""
	for d, err := range departments.All(r) {
		if err != nil {
			return "", err
		}
		if d.Default {
			return d.ID, nil
		}
		if first == "" {
			first = d.ID
		}
	}
	return first, nil
}
