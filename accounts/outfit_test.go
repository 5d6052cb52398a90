package accounts

import (
	"context"
	"slices"
	"sync"
	"time"

	"balcao/actor"
	"balcao/store"
)

// outfit is a company in a house, with what the test gives it.
type outfit struct {
	*house
	company Company
}

func said1(s string) *string { return &s }

// outfit adds a company in São Paulo to a house that started as any does.
func (h *house) outfit() *outfit {
	h.t.Helper()
	if err := h.Store.Update(h.t.Context(), FirstStart); err != nil {
		h.t.Fatal(err)
	}
	c, err := h.AddCompany(h.t.Context(), system, CompanyChange{
		Name: said1("Acme"), Domains: &[]string{"acme.example"}, TimeZone: said1("America/Sao_Paulo"),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return &outfit{h, c}
}

// product is the id of the product of that name, which is sold from then on.
func (o *outfit) product(name string) (id string) {
	o.t.Helper()
	o.view(func(r store.Reader) error {
		p, err := ProductOf(r, name)
		id = p.ID
		return missing(ignoreMissing(err))
	})
	if id == "" {
		p, err := o.AddProduct(o.t.Context(), system, ProductChange{Name: &name})
		if err != nil {
			o.t.Fatal(err)
		}
		id = p.ID
	}
	return id
}

func ignoreMissing(err error) error {
	if missing(err) != err {
		return nil
	}
	return err
}

func (o *outfit) licence(product, from, to string) Licence {
	o.t.Helper()
	l, err := o.AddLicence(o.t.Context(), system, o.company.ID, LicenceChange{Product: said1(o.product(product)), ValidFrom: &from, ValidTo: &to})
	if err != nil {
		o.t.Fatal(err)
	}
	return l
}

func (o *outfit) contract(plan, from, to string, names ...string) Contract {
	o.t.Helper()
	ids := []string{}
	for _, name := range names {
		ids = append(ids, o.product(name))
	}
	k, err := o.AddContract(o.t.Context(), system, o.company.ID, ContractChange{Plan: &plan, Products: &ids, ValidFrom: &from, ValidTo: &to})
	if err != nil {
		o.t.Fatal(err)
	}
	return k
}

func (o *outfit) customer(email string, manager bool) Account {
	o.t.Helper()
	a, err := o.CreateAccount(o.t.Context(), system, NewAccount{
		Email: email, Name: "Ana Lima", Password: goodPassword, Role: actor.Customer, Company: o.company.ID, Manager: manager,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

func (h *house) cover(subject, product string) (c Cover) {
	h.t.Helper()
	h.view(func(r store.Reader) (err error) { c, err = CoverOf(r, h.clock(), subject, product); return err })
	return c
}

// coverEvents counts the events that say that a company's cover changed.
func (o *outfit) coverEvents() (n int) {
	o.t.Helper()
	o.view(func(r store.Reader) error {
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			if e.Kind == KindCover && slices.Equal(e.Topics, []string{"company/" + o.company.ID}) {
				n++
			}
		}
		return nil
	})
	return n
}

// due has the scheduler do all that is due at the house's clock.
func (h *house) due() {
	h.t.Helper()
	ctx, stop := context.WithCancel(h.t.Context())
	var running sync.WaitGroup
	running.Go(func() { store.NewScheduler(h.Store, h.clock, h.Log, h.Due()).Run(ctx) })
	defer running.Wait()
	defer stop()
	for deadline := time.Now().Add(20 * time.Second); h.waiting(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			h.t.Fatal("something stays due")
		}
	}
}

// waiting tells whether there is a due-row whose time has come.
func (h *house) waiting() (yes bool) {
	h.view(func(r store.Reader) error {
		until := store.Range{From: store.Key("due"), To: store.Key("due", h.clock().Add(1))}
		for range r.Ascend(until) {
			yes = true
		}
		return nil
	})
	return yes
}
