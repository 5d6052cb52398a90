package tickets

import (
	"balcao/chat"
	"balcao/store"
)

// departmentOf tells that the department exists; "" finds the default one.
func departmentOf(r store.Reader, id string) (string, error) {
	if id == "" {
		d, err := chat.DefaultDepartment(r)
		return d.ID, err
	}
	_, err := chat.DepartmentIn(r, "department", id)
	return id, err
}
