package accounts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balcao/store"
)

// nasty are texts that files of cells trip over.
var nasty = rapid.OneOf(
	rapid.SampledFrom([]string{
		"=1+1", "+55 21", "-", "@SUM(A1)", "'", "'=x", "''", "a;b", `a\;b`, `\`, `c:\;`, `"quoted"`, "a,b", "a\tb", "Ação", "\ufeffx", "x\u2028y", "#", "0", "a  b",
	}),
	rapid.StringMatching(`[a-c;,"'=+@\\ -]{1,12}`),
)

// What is exported is read back as it is, by the same house and whatever was
// typed into it.
func TestAnExportImportedAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := newHouse(t).outfit()
		sold := []string{o.product("Risk; Manager"), o.product("=Policy"), o.product(`C:\`)}
		for range rapid.IntRange(1, 3).Draw(rt, "companies") {
			name, notes, sites := nasty.Draw(rt, "name"), nasty.Draw(rt, "notes")+"\n"+nasty.Draw(rt, "more"), rapid.SliceOfN(nasty, 0, 3).Draw(rt, "sites")
			c, err := o.AddCompany(t.Context(), system, CompanyChange{Name: &name, Notes: &notes, Sites: &sites})
			if err != nil {
				continue // what cannot be typed cannot be exported
			}
			from := rapid.SampledFrom([]string{"2026-01-01", "2026-02-01"})
			to := rapid.SampledFrom([]string{"2026-12-30", "2026-12-31"})
			for range rapid.IntRange(0, 3).Draw(rt, "licences") {
				in := LicenceChange{Product: ptrTo(rapid.SampledFrom(sold).Draw(rt, "sold")), Edition: ptrTo(""), ValidFrom: ptrTo(from.Draw(rt, "from")), ValidTo: ptrTo(to.Draw(rt, "to"))}
				if _, err := o.AddLicence(t.Context(), system, c.ID, in); err != nil {
					rt.Fatal(err)
				}
			}
			for range rapid.IntRange(0, 3).Draw(rt, "contracts") {
				in := ContractChange{
					Plan: ptrTo("standard"), Products: ptrTo(rapid.SliceOfNDistinct(rapid.SampledFrom(sold), 0, 2, rapid.ID).Draw(rt, "products")),
					ValidFrom: ptrTo(from.Draw(rt, "from")), ValidTo: ptrTo(to.Draw(rt, "to")), GraceDays: ptrTo(rapid.IntRange(0, 2).Draw(rt, "grace")),
				}
				if rapid.Bool().Draw(rt, "hours") {
					in.HoursBought = ptrTo(12.5)
				}
				if _, err := o.AddContract(t.Context(), system, c.ID, in); err != nil {
					rt.Fatal(err)
				}
			}
		}
		out := o.exported()
		var head uint64
		o.view(func(r store.Reader) (err error) { head, err = store.Last(r, tableAudit); return err })
		done := o.imported(out, false)
		if done.Created+done.Changed+len(done.Errors) > 0 {
			rt.Fatalf("%s %v\n%q", done.counts(), done.Errors, out)
		}
		if again := o.exported(); again != out {
			rt.Fatalf("exported %q\nthen     %q", out, again)
		}
		o.view(func(r store.Reader) error {
			if n, err := store.Last(r, tableAudit); n != head || err != nil {
				rt.Fatalf("%d lines in the audit log, then %d: %v", head, n, err)
			}
			return nil
		})
	})
}

func TestTwoContractsOfOnePlanAndDayStayTwo(t *testing.T) {
	o := newHouse(t).outfit()
	o.contract("standard", "2026-01-01", "2026-12-31", "Risk Manager")
	o.contract("standard", "2026-01-01", "2026-12-31", "Policy Manager")
	file := "name,contract_plan,contract_products,contract_from,contract_to\n" +
		"Acme,standard,Policy Manager,2026-01-01,2026-12-31\n" +
		"Acme,standard,Risk Manager,2026-01-01,2027-12-31\n"
	if got := o.imported(file, false).counts(); got != "2: 0+ 1~ 1= 0!" {
		t.Error(got)
	}
	for product, until := range map[string]string{"Risk Manager": "2027-12-31", "Policy Manager": "2026-12-31"} {
		if got := o.cover(o.company.ID, product).Until; got != until {
			t.Errorf("%s until %s", product, got)
		}
	}
}

func TestListsInACellComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, err := lines("sites", rapid.SliceOfN(nasty, 0, 5).Draw(t, "list"), 100, 100)
		if err != nil {
			return
		}
		if got := unlisted(listed(list)); !slices.Equal(got, list) {
			t.Fatalf("%q comes back as %q by %q", list, got, listed(list))
		}
	})
}

func TestALineByIdAndOneByNameAreOneCompany(t *testing.T) {
	o := newHouse(t).outfit()
	o.product("Risk Manager")
	file := "id,name,notes,licence_product,licence_from,licence_to\n" +
		o.company.ID + ",,met in May,,,\n,ACME,,Risk Manager,2026-01-01,2026-12-31\n"
	if got := o.imported(file, false); got.counts() != "2: 1+ 1~ 0= 0!" {
		t.Fatal(got.counts(), got.Errors)
	}
	if out := o.exported(); strings.Count(out, "\n") != 2 || !strings.Contains(out, "met in May,Risk Manager") {
		t.Errorf("exported %q", out)
	}
}

func TestACompanyIsGivenNoEndOfLicencesByAFile(t *testing.T) {
	o := newHouse(t).outfit()
	o.product("Risk Manager")
	var b strings.Builder
	b.WriteString("name,licence_product,licence_edition,licence_from,licence_to\n")
	for i := range mostOfOne + 1 {
		fmt.Fprintf(&b, "Acme,Risk Manager,%d,2026-01-01,2026-12-31\n", i)
	}
	bad := o.imported(b.String(), false).Errors
	if len(bad) != 1 || bad[0].Line != mostOfOne+2 || bad[0].Fault.Name() != "too_many" {
		t.Errorf("%v", bad)
	}
}
