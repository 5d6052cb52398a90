package accounts

import (
	"context"
	"strings"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Plan is what an SLA contract promises.
type Plan struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Rank orders the queue: a higher one is served before a lower one.
	Rank     int     `json:"rank"`
	Calendar string  `json:"calendar"` // id; empty = all hours count
	Targets  Targets `json:"targets"`
}

// Targets are the promises by priority.
type Targets struct {
	Critical Target `json:"critical"`
	High     Target `json:"high"`
	Average  Target `json:"average"`
	Low      Target `json:"low"`
}

// Target is minutes of the calendar within which something is promised; nil =
// nothing is.
type Target struct {
	FirstAnswer *int `json:"first_answer"`
	NextAnswer  *int `json:"next_answer"`
	Solution    *int `json:"solution"`
}

// Of is the target of a priority; false when there is none of that name.
func (t Targets) Of(priority string) (Target, bool) {
	switch priority {
	case "critical":
		return t.Critical, true
	case "high":
		return t.High, true
	case "average":
		return t.Average, true
	case "low":
		return t.Low, true
	}
	return Target{}, false
}

// PlanOf returns the plan of that id or name, or store.ErrNotFound.
func PlanOf(r store.Reader, idOrName string) (Plan, error) { return called(r, plans, idOrName) }

// PlansPage returns plans by name.
func PlansPage(r store.Reader, query, cursor string, limit int) ([]Plan, string, error) {
	query = plain(strings.TrimSpace(query))
	return sift(r, plans, "name", cursor, limit, func(p Plan) (bool, error) { return strings.Contains(plain(p.Name), query), nil })
}

// PlanChange is what is said of a plan; nil stays. Targets are taken by
// priority, whole.
type PlanChange struct {
	Name     *string            `json:"name"`
	Rank     *int               `json:"rank"`
	Calendar *string            `json:"calendar"`
	Targets  map[string]*Target `json:"targets"`
}

// AddPlan adds a plan.
func (g *Registry) AddPlan(ctx context.Context, who actor.Actor, in PlanChange) (Plan, error) {
	fresh := Plan{ID: g.NewID(), Rank: 1}
	return g.keepPlan(ctx, who, "plan.create", in, func(store.Tx) (Plan, error) { return fresh, nil })
}

// ChangePlan changes what in says of a plan.
func (g *Registry) ChangePlan(ctx context.Context, who actor.Actor, id string, in PlanChange) (Plan, error) {
	return g.keepPlan(ctx, who, "plan.change", in, func(tx store.Tx) (Plan, error) {
		p, err := plans.Get(tx, id)
		return p, missing(err)
	})
}

func (g *Registry) keepPlan(ctx context.Context, who actor.Actor, verb string, in PlanChange, load func(store.Tx) (Plan, error)) (Plan, error) {
	var p Plan
	err := g.Store.Update(ctx, func(tx store.Tx) (err error) {
		if err := May(tx, who, verb, Object{}); err != nil {
			return err
		}
		if p, err = load(tx); err != nil {
			return err
		}
		if err := in.apply(tx, &p); err != nil {
			return err
		}
		if err := nameTaken(plans.Put(tx, p)); err != nil {
			return err
		}
		return Audit(tx, g.Clock(), who, verb, "plan/"+p.ID, nil)
	})
	return p, err
}

func (in PlanChange) apply(r store.Reader, p *Plan) (err error) {
	name := p.Name
	if in.Name != nil {
		name = *in.Name
	}
	if p.Name, err = said("name", name, 100); err != nil {
		return err
	}
	if in.Rank != nil {
		if p.Rank = *in.Rank; p.Rank < 1 || p.Rank > 100 {
			return fault.Field("rank", "number_bad")
		}
	}
	if in.Calendar != nil {
		if p.Calendar, err = calendarNamed(r, *in.Calendar); err != nil {
			return err
		}
	}
	for priority, t := range in.Targets {
		at := map[string]*Target{"critical": &p.Targets.Critical, "high": &p.Targets.High, "average": &p.Targets.Average, "low": &p.Targets.Low}[priority]
		switch {
		case at == nil:
			return fault.Field("targets", "priority_unknown")
		case t == nil:
			*at = Target{}
		case !t.sound():
			return fault.Field("targets", "target_bad")
		default:
			*at = *t
		}
	}
	return nil
}

// sound tells that every promise is a time from a minute to ten years.
func (t Target) sound() bool {
	for _, m := range []*int{t.FirstAnswer, t.NextAnswer, t.Solution} {
		if m != nil && (*m < 1 || *m > 10*366*24*60) {
			return false
		}
	}
	return true
}
