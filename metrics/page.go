package metrics

import "strconv"

// ContentType is that of a page.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// Page is what a scrape gets, family by family: figures of one name follow one
// another, and labels come as name, value, name, value.
type Page struct {
	b      []byte
	family string
}

// Bytes is the page so far.
func (p *Page) Bytes() []byte { return p.b }

// Counter writes a figure that only grows; its name ends in _total.
func (p *Page) Counter(name, help string, v float64, labels ...string) {
	p.head(name, help, "counter")
	p.line(name, "", v, labels)
}

// Gauge writes a figure that goes up and down.
func (p *Page) Gauge(name, help string, v float64, labels ...string) {
	p.head(name, help, "gauge")
	p.line(name, "", v, labels)
}

// Histogram writes the buckets, sum and count.
func (p *Page) Histogram(name, help string, h *Histogram, labels ...string) {
	p.head(name, help, "histogram")
	within := append(labels[:len(labels):len(labels)], "le", "+Inf")
	le := &within[len(within)-1]
	tally, upTo := h.Tally(), uint64(0)
	for i, bound := range h.bounds {
		upTo += tally[i]
		*le = number(float64(bound) * h.unit)
		p.line(name, "_bucket", float64(upTo), within)
	}
	upTo += tally[len(h.bounds)]
	*le = "+Inf"
	p.line(name, "_bucket", float64(upTo), within)
	p.line(name, "_sum", float64(h.sum.Load())*h.unit, labels)
	p.line(name, "_count", float64(upTo), labels)
}

func (p *Page) head(name, help, kind string) {
	if p.family == name {
		return
	}
	p.family = name
	p.b = append(p.b, "# HELP "...)
	p.b = append(append(p.b, name...), ' ')
	p.b = escaped(p.b, help, false)
	p.b = append(p.b, "\n# TYPE "...)
	p.b = append(append(p.b, name...), ' ')
	p.b = append(append(p.b, kind...), '\n')
}

func (p *Page) line(name, end string, v float64, labels []string) {
	p.b = append(append(p.b, name...), end...)
	for i := 0; i+1 < len(labels); i += 2 {
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		p.b = append(append(p.b, before), labels[i]...)
		p.b = append(escaped(append(p.b, `="`...), labels[i+1], true), '"')
	}
	if len(labels) > 1 {
		p.b = append(p.b, '}')
	}
	p.b = append(append(p.b, ' '), number(v)...)
	p.b = append(p.b, '\n')
}

func number(v float64) string {
	if v == float64(int64(v)) && v < 1e15 && v > -1e15 {
		return strconv.FormatInt(int64(v), 10)
	}
	return strconv.FormatFloat(v, 'g', 12, 64)
}

func escaped(b []byte, s string, quotes bool) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\\':
			b = append(b, `\\`...)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '"' && quotes:
			b = append(b, `\"`...)
		default:
			b = append(b, c)
		}
	}
	return b
}
