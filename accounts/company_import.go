package accounts

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Imported tells what a file of companies does, by lines.
type Imported struct {
	Lines, Created, Changed, Unchanged int
	Errors                             []LineFault
}

// ImportCompanies adds and changes companies with their licences and contracts
// as a file says; empty cells change nothing, nothing is taken away, and the
// same file again changes nothing. While a line has a fault nothing is written.
// A large file is written in parts: when one fails, those before it stay.
func (g *Registry) ImportCompanies(ctx context.Context, who actor.Actor, file []byte, dry bool) (Imported, error) {
	lines, bad := readCSV(file)
	done := Imported{Lines: len(lines), Errors: bad}
	var p *importing
	err := g.Store.View(ctx, func(r store.Reader) error {
		if err := May(r, who, "company.import", Object{}); err != nil {
			return err
		}
		p = g.newImport()
		return p.read(r, lines)
	})
	if err != nil {
		return done, err
	}
	done.Errors = append(done.Errors, p.bad...)
	done.Created, done.Changed, done.Unchanged = p.created, p.changed, p.unchanged
	if dry || len(done.Errors) > 0 {
		return done, nil
	}
	for _, part := range parts(lines) {
		err := g.Store.Update(ctx, func(tx store.Tx) error {
			if err := May(tx, who, "company.import", Object{}); err != nil {
				return err
			}
			p = g.newImport()
			if err := p.read(tx, part); err != nil || len(p.bad) > 0 {
				return err
			}
			return p.write(tx, who)
		})
		if err != nil {
			return done, err
		}
		if done.Errors = p.bad; len(p.bad) > 0 { // somebody changed what the lines refer to
			return done, nil
		}
	}
	return done, nil
}

// parts are the lines in parts of some 100, those of one company in one.
func parts(lines []csvLine) [][]csvLine {
	byKey := slices.SortedStableFunc(slices.Values(lines), func(a, b csvLine) int { return cmp.Compare(a.key(), b.key()) })
	var all [][]csvLine
	var part []csvLine
	for i, l := range byKey {
		if len(part) >= 100 && l.key() != byKey[i-1].key() {
			all, part = append(all, part), nil
		}
		part = append(part, l)
	}
	if len(part) > 0 {
		all = append(all, part)
	}
	return all
}

func (l csvLine) key() string {
	if id := l.cells["id"]; id != "" {
		return "\x00" + id
	}
	return nameKey(l.cells["name"])
}

// importing is a file on its way: the rows as they will be.
type importing struct {
	g                           *Registry
	settings                    Settings
	rows                        map[string]*importRow // by what lines call them
	byID                        map[string]*importRow
	order                       []*importRow
	bad                         []LineFault
	created, changed, unchanged int
}

type importRow struct {
	company         Company
	fresh, dirty    bool
	licences        []Licence
	contracts       []Contract
	newsOfLicences  map[string]bool // id → new rather than changed
	newsOfContracts map[string]bool
	meant           map[string]bool // ids of licences and contracts that lines are about
	lines           int
}

func (g *Registry) newImport() *importing {
	return &importing{g: g, rows: map[string]*importRow{}, byID: map[string]*importRow{}}
}

// read goes through the lines; a fault of one is noted and the next is read.
func (p *importing) read(r store.Reader, lines []csvLine) (err error) {
	if p.settings, err = SettingsOf(r); err != nil {
		return err
	}
	for _, l := range lines {
		created, changed, err := p.line(r, l)
		var f *fault.Error
		switch {
		case errors.As(err, &f) && f.Kind == fault.Invalid:
			p.bad = append(p.bad, LineFault{l.number, f})
		case err != nil:
			return err
		case created:
			p.created++
		case changed:
			p.changed++
		default:
			p.unchanged++
		}
	}
	return nil
}

func (p *importing) line(r store.Reader, l csvLine) (created, changed bool, err error) {
	row, err := p.row(r, l)
	if err != nil {
		return false, false, err
	}
	created, row.lines = row.fresh && row.lines == 0, row.lines+1
	before := row.company
	if err := l.company().apply(&row.company); err != nil {
		return false, false, err
	}
	changed = !reflect.DeepEqual(before, row.company)
	row.dirty = row.dirty || changed
	added, altered, err := row.licence(r, p.g, l)
	if err != nil {
		return false, false, inColumn(err, licenceColumns)
	}
	added2, altered2, err := row.contract(r, p.g, l)
	return created || added || added2, changed || altered || altered2, inColumn(err, contractColumns)
}

// row is the company that the line means, found or new.
func (p *importing) row(r store.Reader, l csvLine) (*importRow, error) {
	if row := p.rows[l.key()]; row != nil {
		return row, nil
	}
	found, err := companyOfLine(r, l)
	if err != nil {
		return nil, err
	}
	row := &importRow{newsOfLicences: map[string]bool{}, newsOfContracts: map[string]bool{}, meant: map[string]bool{}}
	if found == nil {
		row.company, row.fresh, row.dirty = p.g.newCompany(p.g.NewID(), p.settings), true, true
	} else if same := p.byID[found.ID]; same != nil { // a line by id, another by name
		p.rows[l.key()] = same
		return same, nil
	} else {
		row.company = *found
		if row.licences, err = gathered(licences.All(r, found.ID)); err != nil {
			return nil, err
		}
		if row.contracts, err = gathered(contracts.All(r, found.ID)); err != nil {
			return nil, err
		}
	}
	p.rows[l.key()], p.byID[row.company.ID] = row, row
	p.order = append(p.order, row)
	return row, nil
}

func companyOfLine(r store.Reader, l csvLine) (*Company, error) {
	if id := l.cells["id"]; id != "" {
		if len(id) > 64 {
			return nil, fault.Field("id", "company_unknown")
		}
		c, err := companies.Get(r, id)
		if errors.Is(err, store.ErrNotFound) {
			return nil, fault.Field("id", "company_unknown")
		}
		return &c, err
	}
	if _, err := said("name", l.cells["name"], 200); err != nil {
		return nil, err
	}
	list, err := gathered(companies.By(r, "name", nameKey(l.cells["name"])))
	switch {
	case err != nil || len(list) == 0:
		return nil, err
	case len(list) > 1:
		return nil, fault.Field("name", "company_ambiguous")
	}
	return &list[0], nil
}

// write keeps what is new or changed.
func (p *importing) write(tx store.Tx, who actor.Actor) error {
	for _, row := range p.order {
		verb := "company.change"
		if row.fresh {
			verb = "company.create"
		}
		if !row.dirty && len(row.newsOfLicences)+len(row.newsOfContracts) == 0 {
			continue
		}
		for _, l := range row.licences {
			if _, touched := row.newsOfLicences[l.ID]; touched {
				if err := licences.Put(tx, l); err != nil {
					return err
				}
			}
		}
		if err := companies.Put(tx, row.company); err != nil {
			return err
		}
		for _, k := range row.contracts {
			if _, touched := row.newsOfContracts[k.ID]; touched {
				if err := p.g.putContract(tx, k); err != nil {
					return err
				}
			}
		}
		detail := map[string]any{"import": true, "licences": len(row.newsOfLicences), "contracts": len(row.newsOfContracts)}
		if err := p.g.putCompany(tx, who, verb, row.company, detail); err != nil {
			return err
		}
	}
	return nil
}

// company is what the line says of the company; empty cells say nothing.
func (l csvLine) company() CompanyChange {
	return CompanyChange{Name: l.text("name"), Domains: l.list("domains"), TimeZone: l.text("time_zone"), Sites: l.list("sites"), Notes: l.text("notes")}
}

func (l csvLine) text(column string) *string {
	if s := l.cells[column]; s != "" {
		return &s
	}
	return nil
}

func (l csvLine) list(column string) *[]string {
	s := l.cells[column]
	if s == "" {
		return nil
	}
	list := unlisted(s)
	return &list
}

func (l csvLine) decimal(column string) (*float64, error) {
	s := l.cells[column]
	if s == "" {
		return nil, nil
	}
	n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		return nil, fault.Field(column, "number_bad")
	}
	return &n, nil
}

func (l csvLine) whole(column string) (*int, error) {
	s := l.cells[column]
	if s == "" {
		return nil, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil, fault.Field(column, "number_bad")
	}
	return &n, nil
}
