package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/google/uuid"

	"balcao/accounts"
	"balcao/chat"
	"balcao/tickets"
)

// pen is one of the fillers; it makes the same of the same number.
type pen struct {
	*filler
	*rand.Rand
}

func newPen(f *filler, n int) pen {
	return pen{f, rand.New(rand.NewPCG(uint64(n), uint64(f.args.Since)))} //nolint:gosec // made-up texts
}

// next writes one conversation or one ticket, in the measure in which they were
// asked for; io.EOF when there is enough of both.
func (p pen) next(ctx context.Context) error {
	m, t := int(p.messages.Load()), int(p.tickets.Load())
	switch {
	case t < p.args.Tickets && (m >= p.args.Messages || t*p.args.Messages < m*p.args.Tickets):
		if int(p.tickets.Add(1)) > p.args.Tickets {
			p.tickets.Add(-1)
			return nil
		}
		return p.ticket(ctx)
	case m < p.args.Messages:
		return p.conversation(ctx)
	}
	return io.EOF
}

// conversation goes on for 4 to 36 messages; every twelfth is a note. It ends
// closed, but for the few at the very end of the time.
func (p pen) conversation(ctx context.Context) error {
	customer := p.customers[p.IntN(len(p.customers))]
	if p.IntN(10) < 7 {
		v, _, err := p.desk.Arrive(ctx, accounts.Visitor{Site: chat.DefaultSite, Name: fillName(p.IntN(40_000)), Email: fmt.Sprintf("visitor%d@example.test", p.IntN(1_000_000)), Page: "https://shop.test/orders"})
		if err != nil {
			return err
		}
		customer = v.Actor()
	}
	operator := p.operators[p.IntN(len(p.operators))]
	opening := chat.Post{CMID: freshCMID(), New: &chat.Opening{Site: chat.DefaultSite, Subject: p.title()}, Stream: chat.Public, Text: p.text(30)}
	first, err := p.desk.Post(ctx, customer, opening)
	if err != nil {
		return err
	}
	p.messages.Add(1)
	for n := range 3 + p.IntN(33) {
		if int(p.messages.Add(1)) > p.args.Messages {
			p.messages.Add(-1)
			break
		}
		who, stream := operator, chat.Public
		switch {
		case n > 0 && n%12 == 0:
			stream = chat.Internal
		case n > 0 && p.IntN(2) == 0:
			who = customer
		}
		if _, err := p.desk.Post(ctx, who, chat.Post{CMID: freshCMID(), Conv: first.Conv, Stream: stream, Text: p.text(24)}); err != nil {
			return err
		}
	}
	if p.args.Messages-int(p.messages.Load()) < 200 && p.args.Messages > 2_000 && p.IntN(2) == 0 {
		return nil
	}
	return p.desk.Close(ctx, operator, first.Conv)
}

// ticket is opened for a customer, answered up to three times, and mostly over.
func (p pen) ticket(ctx context.Context) error {
	operator := p.operators[p.IntN(len(p.operators))]
	contact, err := json.Marshal(p.customers[p.IntN(len(p.customers))].ID)
	if err != nil {
		return err
	}
	d := tickets.Draft{
		Title: p.title(), Description: p.text(90), Type: []string{"question", "problem", "suggestion"}[p.IntN(3)], Priority: []tickets.Priority{"low", "average", "high", "critical"}[p.IntN(4)],
		Contact: contact, Assignee: mustJSON(operator.ID), Product: "Halden Flow", Version: fmt.Sprintf("8.%d.%d", p.IntN(6), p.IntN(10)), Tags: []string{fillWords[p.IntN(len(fillWords))]},
	}
	opened, err := p.tracker.Open(ctx, operator, d, "")
	if err != nil {
		return err
	}
	number := opened.Ticket.Number
	for range p.IntN(4) {
		in := tickets.Reply{Text: p.text(60), CMID: freshCMID(), Internal: p.IntN(5) == 0}
		if _, err := p.tracker.Reply(ctx, operator, number, in); err != nil {
			return err
		}
	}
	if p.IntN(10) == 0 {
		return nil
	}
	_, _, err = p.tracker.Change(ctx, operator, number, tickets.Patch{"status": mustJSON(string(tickets.StatusResolved))}, func(string) error { return nil })
	return err
}

func freshCMID() string { return uuid.Must(uuid.NewV7()).String() }

func mustJSON(s string) []byte { b, _ := json.Marshal(s); return b } //nolint:errchkjson // a string

// text is a few sentences of about that many words.
func (p pen) text(words int) string {
	var b strings.Builder
	words = 4 + p.IntN(2*words)
	for n := range words {
		word := fillWords[p.IntN(len(fillWords))]
		switch {
		case n == 0:
			word = strings.ToUpper(word[:1]) + word[1:]
		case n%11 == 10:
			b.WriteByte('.')
		}
		if n > 0 {
			b.WriteByte(' ')
		}
		if p.IntN(40) == 0 {
			fmt.Fprintf(&b, "%s %d", word, p.IntN(90_000)+10_000)
			continue
		}
		b.WriteString(word)
	}
	return b.String() + "."
}

func (p pen) title() string {
	words := make([]string, 3+p.IntN(4))
	for i := range words {
		words[i] = fillWords[p.IntN(len(fillWords))]
	}
	return strings.Join(words, " ")
}

func fillName(n int) string {
	return fillNames[n%len(fillNames)] + " " + fillFamilies[n/len(fillNames)%len(fillFamilies)]
}

var (
	fillNames    = strings.Fields("Mara Ivo Noor Teresa Kenji Paula Oscar Lena Bruno Aisha Viktor Clara Emil Dara Hugo Selma Nils Rita Caio Yara")
	fillFamilies = strings.Fields("Alves Brandt Costa Dahl Esteves Fuchs Gomes Holm Ibarra Jansen Klein Lopes Moura Nunes Olsen Prado Quist Reis Sato Torres Urban Vidal Weiss Xavier Yilmaz Zanetti")
	fillWords    = strings.Fields("printer label order import invoice export stock count warehouse scanner carrier token update server screen row column total price discount customer shipment return parcel address report month closing user password login session branch store article batch serial number line error message restart service nightly backup file folder network cable port driver version licence install upgrade field value missing wrong double empty slow again today yesterday morning since after before every first second only still because please thanks could would need help check found solved works fails stops starts shows prints sends loads saves opens não pedido depósito relatório señal cámara impresión größe straße")
)
