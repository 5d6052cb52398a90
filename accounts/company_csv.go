package accounts

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"balcao/fault"
	"balcao/store"
)

// columns are those of the file of companies, as export writes them and import
// reads them. A company has a line for each of its licences and contracts, and
// one at least; lists within a cell are parted by semicolons, and a backslash
// before a semicolon makes it one of the text.
var columns = [...]string{
	"id", "name", "domains", "time_zone", "sites", "notes",
	"licence_product", "licence_edition", "licence_seats", "licence_from", "licence_to",
	"contract_plan", "contract_products", "contract_from", "contract_to", "contract_calendar", "contract_grace_days", "contract_hours",
}

// csvLine is one line of the file: its cells by column.
type csvLine struct {
	number int
	cells  map[string]string
}

// mostLines bounds a file.
const mostLines = 20_000

// LineFault is what is wrong with one line of a file.
type LineFault struct {
	Line  int
	Fault *fault.Error
}

// readCSV reads the lines of a file with a head line, parted by commas,
// semicolons or tabs.
func readCSV(b []byte) (lines []csvLine, bad []LineFault) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if !utf8.Valid(b) {
		return nil, []LineFault{{1, fault.Field("", "csv_not_utf8")}}
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma, r.FieldsPerRecord = parting(b), -1
	head, err := r.Read()
	if err != nil {
		return nil, []LineFault{{1, fault.Field("", "csv_bad").With(err)}}
	}
	if bad := headFaults(head); len(bad) > 0 {
		return nil, bad
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines, bad
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return nil, append(bad, LineFault{wrong.StartLine, fault.Field("", "csv_bad").With(err)})
		}
		n, _ := r.FieldPos(0)
		l := csvLine{n, map[string]string{}}
		said := false
		for i, cell := range row {
			if cell = strings.TrimSpace(undefused(cell)); i < len(head) {
				l.cells[column(head[i])] = cell
			} else if cell != "" {
				bad = append(bad, LineFault{n, fault.Field("", "csv_bad")})
			}
			said = said || cell != ""
		}
		if said {
			lines = append(lines, l)
		}
		if len(lines) > mostLines {
			return nil, []LineFault{{n, fault.Field("", "csv_long")}}
		}
	}
}

func column(head string) string { return strings.ToLower(strings.TrimSpace(head)) }

// headFaults tells what is wrong with the head line.
func headFaults(head []string) (bad []LineFault) {
	var seen []string
	for _, name := range head {
		name = column(name)
		switch {
		case name == "":
			bad = append(bad, LineFault{1, fault.Field("", "csv_bad")})
		case slices.Contains(seen, name), !slices.Contains(columns[:], name):
			f := fault.Field(name, "unknown_field")
			f.Args = map[string]any{"field": name}
			bad = append(bad, LineFault{1, f})
		}
		seen = append(seen, name)
	}
	if !slices.Contains(seen, "id") && !slices.Contains(seen, "name") {
		bad = append(bad, LineFault{1, fault.Field("name", "required")})
	}
	return bad
}

// parting is the sign between the cells of the head line.
func parting(b []byte) rune {
	head, _, _ := bytes.Cut(b, []byte("\n"))
	best, most := ',', 0
	for _, sign := range []rune{',', ';', '\t'} {
		if n := bytes.Count(head, []byte(string(sign))); n > most {
			best, most = sign, n
		}
	}
	return best
}

// defused keeps a spreadsheet from running a cell; undefused takes it back.
func defused(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r'", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func undefused(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune("=+-@\t\r'", rune(cell[1])) {
		return cell[1:]
	}
	return cell
}

// escaped keeps what stands for itself in a list apart from what parts it.
var escaped = strings.NewReplacer(`\`, `\\`, `;`, `\;`)

// listed writes a list into a cell; unlisted takes it back.
func listed(list []string) string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = escaped.Replace(s)
	}
	return strings.Join(all, ";")
}

func unlisted(cell string) []string {
	list, part := []string{}, ""
	end := func() {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
		part = ""
	}
	for i := 0; i < len(cell); i++ {
		switch {
		case cell[i] == ';':
			end()
			continue
		case cell[i] == '\\' && i+1 < len(cell) && (cell[i+1] == ';' || cell[i+1] == '\\'):
			i++
		}
		part += cell[i : i+1]
	}
	end()
	return list
}

// CompaniesCSV is the file of all companies, as import reads it.
func CompaniesCSV(r store.Reader) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff") // or spreadsheets take it for something older than UTF-8
	w := csv.NewWriter(&b)
	if err := w.Write(columns[:]); err != nil {
		return nil, err
	}
	for c, err := range companies.By(r, "name") {
		if err != nil {
			return nil, err
		}
		rows, err := csvRows(r, c)
		if err != nil {
			return nil, err
		}
		if err := w.WriteAll(rows); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// csvRows are the company's lines.
func csvRows(r store.Reader, c Company) ([][]string, error) {
	ls, err := LicencesOf(r, c.ID)
	if err != nil {
		return nil, err
	}
	ks, err := ContractsOf(r, c.ID)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for i := range max(1, len(ls), len(ks)) {
		row := []string{c.ID, c.Name, listed(c.Domains), c.TimeZone, listed(c.Sites), c.Notes, "", "", "", "", "", "", "", "", "", "", "", ""}
		if i < len(ls) {
			v, err := licenceView(r, 0, ls[i])
			if err != nil {
				return nil, err
			}
			copy(row[6:], []string{v.ProductName, v.Edition, strconv.Itoa(v.Seats), v.ValidFrom, v.ValidTo})
		}
		if i < len(ks) {
			v, err := contractView(r, 0, ks[i])
			if err != nil {
				return nil, err
			}
			hours := ""
			if v.HoursBought != nil {
				hours = strconv.FormatFloat(*v.HoursBought, 'f', -1, 64)
			}
			copy(row[11:], []string{v.PlanName, listed(v.ProductNames), v.ValidFrom, v.ValidTo, v.CalendarName, strconv.Itoa(v.GraceDays), hours})
		}
		for j := range row {
			row[j] = defused(row[j])
		}
		rows = append(rows, row)
	}
	return rows, nil
}
