package accounts

import (
	"fmt"
	"strings"
	"testing"

	"balcao/actor"
	"balcao/store"
)

const csvHead = "name,domains,time_zone,licence_product,licence_edition,licence_seats,licence_from,licence_to,contract_plan,contract_products,contract_from,contract_to,contract_grace_days\n"

// csvHouse sells two products and has what every installation starts with.
func csvHouse(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	if err := h.Store.Update(t.Context(), FirstStart); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Risk Manager", "Policy Manager"} {
		if _, err := h.AddProduct(t.Context(), system, ProductChange{Name: &name}); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func (h *house) imported(file string, dry bool) Imported {
	h.t.Helper()
	done, err := h.ImportCompanies(h.t.Context(), system, []byte(file), dry)
	if err != nil {
		h.t.Fatal(err)
	}
	return done
}

func (h *house) exported() (file string) {
	h.t.Helper()
	h.view(func(r store.Reader) error { b, err := CompaniesCSV(r); file = string(b); return err })
	return file
}

func (m Imported) counts() string {
	return fmt.Sprintf("%d: %d+ %d~ %d= %d!", m.Lines, m.Created, m.Changed, m.Unchanged, len(m.Errors))
}

func TestAFileOfCompaniesIsImportedOnceAndComesOutAsItWentIn(t *testing.T) {
	h := csvHouse(t)
	file := csvHead +
		"Acme,acme.example;acme.test,America/Sao_Paulo,Risk Manager,Full,25,2026-01-01,2027-12-31,Premium,,2026-01-01,2026-12-31,5\n" +
		"Acme,,,Policy Manager,,10,2026-01-01,2027-12-31,standard,Policy Manager;risk manager,2027-01-01,2027-12-31,\n" +
		"\"=SUM(A1)\nLtd\",,,,,,,,,,,,\n"
	file = strings.Replace(file, "\nLtd", " Ltd", 1)
	if got := h.imported(file, true).counts(); got != "3: 3+ 0~ 0= 0!" || strings.Count(h.exported(), "\n") != 1 {
		t.Fatalf("dry run: %s, then %q", got, h.exported())
	}
	if got := h.imported(file, false).counts(); got != "3: 3+ 0~ 0= 0!" {
		t.Fatalf("import: %s", got)
	}
	out := h.exported()
	if strings.Count(out, "\n") != 4 || !strings.Contains(out, ",'=SUM(A1) Ltd,") || !strings.Contains(out, "Policy Manager;Risk Manager,2027-01-01") {
		t.Errorf("exported %q", out)
	}
	for name, again := range map[string]string{"the same": file, "the export": out, "with semicolons": semicolons(out)} {
		if got := h.imported(again, false); got.Created+got.Changed+len(got.Errors) > 0 || got.Unchanged != 3 {
			t.Errorf("%s again: %s %v", name, got.counts(), got.Errors)
		}
	}
	if got := h.imported(strings.Replace(file, "25,", "30,", 1), false).counts(); got != "3: 0+ 1~ 2= 0!" {
		t.Errorf("other seats: %s", got)
	}
	h.view(func(r store.Reader) error {
		c, ok, err := CompanyByDomain(r, "ana@mail.acme.test")
		if cover, _ := CoverOf(r, h.clock(), c.ID, "Risk Manager"); !ok || cover.PlanName != "Premium" || cover.Until != "2027-12-31" {
			t.Errorf("%v %+v", ok, cover)
		}
		return err
	})
}

// semicolons writes the file as a spreadsheet in Portuguese does.
func semicolons(file string) string {
	lines := strings.Split(file, "\n")
	for i, l := range lines {
		cells := strings.Split(l, ",")
		for j, cell := range cells {
			if strings.Contains(cell, ";") {
				cells[j] = `"` + cell + `"`
			}
		}
		lines[i] = strings.Join(cells, ";")
	}
	return strings.Join(lines, "\r\n")
}

func TestEachBadLineIsNamedAndNothingIsWritten(t *testing.T) {
	h := csvHouse(t)
	if _, err := h.AddCompany(t.Context(), system, CompanyChange{Name: ptrTo("Twice")}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.AddCompany(t.Context(), system, CompanyChange{Name: ptrTo("twice")}); err != nil {
		t.Fatal(err)
	}
	before := h.exported()
	file := csvHead +
		"Good,,,,,,,,,,,,\n" +
		",x.example,,,,,,,,,,,\n" +
		"A,not a domain,,,,,,,,,,,\n" +
		"B,,Mars/Base,,,,,,,,,,\n" +
		"C,,,Unheard of,,,2026-01-01,2026-12-31,,,,,\n" +
		"D,,,Risk Manager,,many,2026-01-01,2026-12-31,,,,,\n" +
		"E,,,Risk Manager,,1,2026-12-31,2026-01-01,,,,,\n" +
		"F,,,Risk Manager,,1,31/12/2026,2026-12-31,,,,,\n" +
		"G,,,,,,,,,Risk Manager,2026-01-01,2026-12-31,\n" +
		"H,,,,,,,,Diamond,,2026-01-01,2026-12-31,\n" +
		"Twice,,,,,,,,,,,,\n" +
		"I,,,,,,,,,,,,,too many cells\n"
	for _, dry := range []bool{true, false} {
		got := []string{}
		for _, bad := range h.imported(file, dry).Errors {
			got = append(got, fmt.Sprintf("%d %s %s", bad.Line, bad.Fault.Field, bad.Fault.Name()))
		}
		want := "13  csv_bad, 3 name required, 4 domains domain_bad, 5 time_zone time_zone_bad, 6 licence_product product_unknown, 7 licence_seats number_bad, " +
			"8 licence_to dates_swapped, 9 licence_from date_bad, 10 contract_plan required, 11 contract_plan plan_unknown, 12 name company_ambiguous"
		if strings.Join(got, ", ") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
		}
	}
	if h.exported() != before {
		t.Error("something was written")
	}
	for file, want := range map[string]string{
		"": "1  csv_bad", "name,colour\nx,y\n": "1 colour unknown_field", "domains\nx\n": "1 name required", "name\n\xff\n": "1  csv_not_utf8",
		"name,name\n": "1 name unknown_field", "name\n\"open\n": "2  csv_bad",
	} {
		bad := h.imported(file, true).Errors
		if len(bad) == 0 || fmt.Sprintf("%d %s %s", bad[0].Line, bad[0].Fault.Field, bad[0].Fault.Name()) != want {
			t.Errorf("%q: %v, want %s", file, bad, want)
		}
	}
}

func ptrTo[T any](v T) *T { return &v }

func TestWhoDoesNotKeepCustomersImportsNone(t *testing.T) {
	h := csvHouse(t)
	for _, who := range []actor.Actor{{Role: actor.Operator, ID: "o"}, {Role: actor.Supervisor, ID: "s", Rights: actor.EditLibrary}, {Role: actor.Customer, ID: "c", Manager: true, Company: "x"}} {
		_, err := h.ImportCompanies(t.Context(), who, []byte("name\nx\n"), false)
		wantFault(t, err, "forbidden", "")
	}
	if _, err := h.ImportCompanies(t.Context(), actor.Actor{Role: actor.Operator, ID: "o", Rights: actor.KeepCustomers}, []byte("name\nx\n"), false); err != nil {
		t.Error(err)
	}
}

func TestALargeFileIsWrittenWhole(t *testing.T) {
	h := csvHouse(t)
	var b strings.Builder
	b.WriteString("name;licence_product;licence_from;licence_to\n")
	for i := range 450 {
		fmt.Fprintf(&b, "Company %03d;Risk Manager;2026-01-01;2026-12-%02d\n", i%225, 30+i/225)
	}
	if got := h.imported(b.String(), false).counts(); got != "450: 450+ 0~ 0= 0!" {
		t.Error(got)
	}
	if got := strings.Count(h.exported(), "\n"); got != 451 {
		t.Errorf("%d lines", got)
	}
}

func FuzzAnyFileIsReadOrRefusedByItsLine(f *testing.F) {
	f.Add([]byte(csvHead + "Acme,acme.example,UTC,Risk Manager,Full,25,2026-01-01,2027-12-31,Premium,,2026-01-01,2026-12-31,5\n"))
	f.Add([]byte("\ufeffname;domains\n\"'=x\";a.b;c\n"))
	f.Add([]byte("name\t\n\"\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		lines, bad := readCSV(b)
		for _, l := range lines {
			if l.number < 2 {
				t.Errorf("a line %d", l.number)
			}
			_ = l.company().apply(&Company{})
		}
		for _, w := range bad {
			if w.Line < 1 || w.Fault == nil {
				t.Errorf("%+v", w)
			}
		}
		for _, cell := range strings.Fields(string(b)) {
			if undefused(defused(cell)) != cell {
				t.Errorf("%q comes back as %q", cell, undefused(defused(cell)))
			}
		}
	})
}
