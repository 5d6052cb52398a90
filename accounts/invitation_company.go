package accounts

import "balcao/store"

// companyNamed is the name of the company of that id, "" for no company; an
// unknown one is a fault of the field.
func companyNamed(r store.Reader, id string) (string, error) { return id, r.Err() }
